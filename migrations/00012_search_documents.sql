-- What search looks at, one document a record: its own words and those of what
-- it points to; an award has one more for each recipient that is named, which
-- opens the award (record_id). Tags part the documents without being words of theirs: a tag
-- begins with a sign no folded word has. /k kind, /b bloc, /t term, /y year, /n a
-- whole name. Of a bloc that was honoured only the words of the source are here:
-- its names and code are for those who may read the bloc.
-- +goose Up
CREATE VIEW search_documents AS
  SELECT 'unit' AS kind, u.id AS id, u.id AS record_id, NULL AS bloc_id, NULL AS term_id,
    '/kunit' || CASE WHEN octet_length(u.search_text) <= 2000 THEN ' /n' || replace(replace(replace(u.search_text, ' | ', '/'), ' ', '_'), '/', ' /n') ELSE '' END AS tags,
    u.search_text AS words
  FROM units u
  UNION ALL
  SELECT 'bloc', b.id, b.id, b.id, NULL,
    '/kbloc /b' || replace(b.id, '-', '') || CASE WHEN octet_length(b.search_text) <= 2000 THEN ' /n' || replace(replace(replace(b.search_text, ' | ', '/'), ' ', '_'), '/', ' /n') ELSE '' END,
    b.search_text
  FROM blocs b
  UNION ALL
  SELECT 'person', p.id, p.id, NULL, NULL,
    '/kperson' || CASE WHEN octet_length(p.search_text) <= 2000 THEN ' /n' || replace(p.search_text, ' ', '_') ELSE '' END,
    p.search_text || COALESCE(' | ' || u.search_text, '')
  FROM persons p LEFT JOIN units u ON u.id = p.unit_id
  UNION ALL
  SELECT 'agreement', a.id, a.id, a.bloc_id, a.term_id,
    '/kagreement /b' || replace(a.bloc_id, '-', '') || ' /t' || replace(a.term_id, '-', '') || COALESCE(' /y' || CAST(t.listing_year AS TEXT), ''),
    a.search_text || ' | ' || replace(t.period_label, '-', ' ') || ' | ' || b.search_text
  FROM agreements a JOIN terms t ON t.id = a.term_id JOIN blocs b ON b.id = a.bloc_id
  UNION ALL
  SELECT 'commitment', c.id, c.id, c.bloc_id, c.term_id,
    '/kcommitment /b' || replace(c.bloc_id, '-', '') || ' /t' || replace(c.term_id, '-', '') || COALESCE(' /y' || CAST(t.listing_year AS TEXT), ''),
    c.search_text || COALESCE(' | ' || u.search_text, '')
  FROM commitments c JOIN terms t ON t.id = c.term_id LEFT JOIN units u ON u.id = c.unit_id
  UNION ALL
  SELECT 'decision', d.id, d.id, d.bloc_id, NULL,
    '/kdecision' || COALESCE(' /b' || replace(d.bloc_id, '-', ''), '') || COALESCE(' /y' || substr(d.issued_on, 1, 4), ''),
    d.search_text || COALESCE(' | ' || replace(d.issued_on, '-', ' '), '') || COALESCE(' | ' || au.search_text, '') || COALESCE(' | ' || p.search_text, '')
  FROM decisions d LEFT JOIN authorities au ON au.id = d.authority_id LEFT JOIN persons p ON p.id = d.signatory_id
  UNION ALL
  SELECT 'award', a.id, a.id, a.bloc_id, NULL,
    '/kaward' || COALESCE(' /b' || replace(a.bloc_id, '-', ''), '') || COALESCE(' /y' || CAST(a.listing_year AS TEXT), ''),
    a.search_text || COALESCE(' | ' || t.search_text, '')
  FROM awards a LEFT JOIN award_types t ON t.id = a.award_type_id
  UNION ALL
  SELECT 'recipient', r.id, r.award_id, a.bloc_id, NULL,
    '/krecipient' || COALESCE(' /b' || replace(a.bloc_id, '-', ''), '') || COALESCE(' /y' || CAST(a.listing_year AS TEXT), ''),
    r.search_text || COALESCE(' | ' || u.search_text, '') || COALESCE(' | ' || p.search_text, '') || ' | ' || a.search_text || COALESCE(' | ' || t.search_text, '')
  FROM recipients r JOIN awards a ON a.id = r.award_id LEFT JOIN award_types t ON t.id = a.award_type_id
    LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN persons p ON p.id = r.person_id;

-- Writing a kind and an id here brings the index in step with that record.
CREATE VIEW search_index AS SELECT kind, id FROM search_documents;

CREATE INDEX awards_type ON awards (award_type_id, id);
CREATE INDEX decisions_signatory ON decisions (signatory_id, id);

-- +goose Down
DROP INDEX decisions_signatory;
DROP INDEX awards_type;
DROP VIEW search_index;
DROP VIEW search_documents;
