-- What search looks at, one document a record: its own words and those of what
-- it points to. Tags part the documents without being words of theirs: a tag
-- begins with a sign no folded word has. /k kind, /b bloc, /t term, /y year, /n a
-- whole name.
-- +goose Up
CREATE VIEW search_documents AS
  SELECT 'unit' AS kind, u.id AS id, NULL AS bloc_id, NULL AS term_id,
    '/kunit' || CASE WHEN octet_length(u.search_text) <= 2000 THEN ' /n' || replace(replace(replace(u.search_text, ' | ', '/'), ' ', '_'), '/', ' /n') ELSE '' END AS tags,
    u.search_text AS words
  FROM units u
  UNION ALL
  SELECT 'bloc', b.id, b.id, NULL,
    '/kbloc /b' || replace(b.id, '-', '') || CASE WHEN octet_length(b.search_text) <= 2000 THEN ' /n' || replace(replace(replace(b.search_text, ' | ', '/'), ' ', '_'), '/', ' /n') ELSE '' END,
    b.search_text
  FROM blocs b
  UNION ALL
  SELECT 'person', p.id, NULL, NULL,
    '/kperson' || CASE WHEN octet_length(p.search_text) <= 2000 THEN ' /n' || replace(p.search_text, ' ', '_') ELSE '' END,
    p.search_text || COALESCE(' | ' || u.search_text, '')
  FROM persons p LEFT JOIN units u ON u.id = p.unit_id
  UNION ALL
  SELECT 'agreement', a.id, a.bloc_id, a.term_id,
    '/kagreement /b' || replace(a.bloc_id, '-', '') || ' /t' || replace(a.term_id, '-', '') || COALESCE(' /y' || CAST(t.listing_year AS TEXT), ''),
    a.search_text || ' | ' || replace(t.period_label, '-', ' ') || ' | ' || b.search_text
  FROM agreements a JOIN terms t ON t.id = a.term_id JOIN blocs b ON b.id = a.bloc_id
  UNION ALL
  SELECT 'commitment', c.id, c.bloc_id, c.term_id,
    '/kcommitment /b' || replace(c.bloc_id, '-', '') || ' /t' || replace(c.term_id, '-', '') || COALESCE(' /y' || CAST(t.listing_year AS TEXT), ''),
    c.search_text || COALESCE(' | ' || u.search_text, '')
  FROM commitments c JOIN terms t ON t.id = c.term_id LEFT JOIN units u ON u.id = c.unit_id
  UNION ALL
  SELECT 'decision', d.id, d.bloc_id, NULL,
    '/kdecision' || COALESCE(' /b' || replace(d.bloc_id, '-', ''), '') || COALESCE(' /y' || substr(d.issued_on, 1, 4), ''),
    d.search_text || COALESCE(' | ' || replace(d.issued_on, '-', ' '), '') || COALESCE(' | ' || au.search_text, '') || COALESCE(' | ' || p.search_text, '')
  FROM decisions d LEFT JOIN authorities au ON au.id = d.authority_id LEFT JOIN persons p ON p.id = d.signatory_id
  UNION ALL
  SELECT 'award', a.id, a.bloc_id, NULL,
    '/kaward' || COALESCE(' /b' || replace(a.bloc_id, '-', ''), '') || COALESCE(' /y' || CAST(a.listing_year AS TEXT), ''),
    a.search_text || COALESCE(' | ' || t.search_text, '') || COALESCE((
      SELECT string_agg(' | ' || r.search_text || COALESCE(' | ' || u.search_text, '') || COALESCE(' | ' || p.search_text, '') || COALESCE(' | ' || h.search_text, ''), '')
      FROM recipients r LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN persons p ON p.id = r.person_id LEFT JOIN blocs h ON h.id = r.honoured_bloc_id
      WHERE r.award_id = a.id), '')
  FROM awards a LEFT JOIN award_types t ON t.id = a.award_type_id;

-- Writing a kind and an id here brings the index in step with that record.
CREATE VIEW search_index AS SELECT kind, id FROM search_documents;

CREATE INDEX awards_type ON awards (award_type_id, id);
CREATE INDEX decisions_signatory ON decisions (signatory_id, id);

-- +goose Down
DROP INDEX decisions_signatory;
DROP INDEX awards_type;
DROP VIEW search_index;
DROP VIEW search_documents;
