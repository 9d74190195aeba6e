package actor

// Permission is something one may be allowed to do.
type Permission string

// Permissions of operations that need no role.
const (
	Public   Permission = "public"    // anybody
	SignedIn Permission = "signed_in" // anybody with a valid token
)

// The permissions that roles give.
const (
	UserManage        Permission = "user.manage"
	TokenManage       Permission = "token.manage"   // API tokens, calendar feeds
	RegistryRead      Permission = "registry.read"  // units, authorities, arrangements, persons, award types, movements
	RegistryWrite     Permission = "registry.write" // the same, but persons and movements
	PersonWrite       Permission = "person.write"
	BlocRead          Permission = "bloc.read" // blocs, terms, members, leadership, deadlines
	BlocWrite         Permission = "bloc.write"
	TermWrite         Permission = "term.write"
	TermUnlock        Permission = "term.unlock"
	LeadershipWrite   Permission = "leadership.write"
	AgreementRead     Permission = "agreement.read" // events, agreements, commitments, signatures, annexes
	AgreementWrite    Permission = "agreement.write"
	EventWrite        Permission = "event.write"
	MovementWrite     Permission = "movement.write" // movements; which commitments answer them is agreement.write
	SignatureWrite    Permission = "signature.write"
	ProgressRead      Permission = "progress.read" // registrations, models, reports on progress, closed periods, ratings
	ModelWrite        Permission = "model.write"
	RegistrationWrite Permission = "registration.write" // of a unit; taking or returning it is agreement.write
	ProgressWrite     Permission = "progress.write"     // of a unit, and its rating of itself
	ProgressReview    Permission = "progress.review"    // of a bloc, verdicts, closing a period, proposing a rating
	RatingWrite       Permission = "rating.write"       // in some standing: of oneself progress.write, proposed progress.review, recognised award.write
	ScoreTableRead    Permission = "score_table.read"
	ScoreTableWrite   Permission = "score_table.write"
	ScoreRead         Permission = "score.read"     // score sheets, before their ranking is published
	ScoreWrite        Permission = "score.write"    // at some stage: one's own score.self, cross-checked, verified and final score.review, in the end score.override
	ScoreSelf         Permission = "score.self"     // of a unit, by itself
	ScoreReview       Permission = "score.review"   // what a cross-check and the review find
	ScoreOverride     Permission = "score.override" // what the council gives itself, and what counts in the end against the review
	RankingRead       Permission = "ranking.read"   // before it is published
	RankingWrite      Permission = "ranking.write"  // drawing up, concluding and publishing
	VoteRead          Permission = "vote.read"      // before the ranking of its term is published
	VoteWrite         Permission = "vote.write"
	PublishedRead     Permission = "published.read" // scores, rankings and votes, once the ranking is published
	AwardRead         Permission = "award.read"     // decisions, awards
	AwardWrite        Permission = "award.write"
	AttachmentRead    Permission = "attachment.read" // somewhere; the owner's own right decides in each case
	AttachmentWrite   Permission = "attachment.write"
	AuditRead         Permission = "audit.read"
	CheckpointRead    Permission = "audit.checkpoint"
	SuccessionRead    Permission = "succession.read" // those of units; of blocs in reach
	SuccessionWrite   Permission = "succession.write"
	ReportRead        Permission = "report.read"  // what an office wrote into reports, and issued ones
	ReportWrite       Permission = "report.write" // the same
	ReportJob         Permission = "report.job"   // packages of files one has made
)

// Reach is how far a role carries a permission.
type Reach int

// The reaches.
const (
	Never    Reach = iota
	Anywhere       // whatever the record
	Covered        // records inside the grant's scope; for a unit: terms it belongs to
	Led            // terms the grant's unit leads (a deputy's: deputises in)
	Own            // rows of the grant's own unit
	Self           // the user's own acts
)

// String names a reach in the permission matrix of the documentation.
func (r Reach) String() string {
	return [...]string{"–", "all", "in scope", "terms led", "own unit", "own acts"}[r]
}

type roles map[Role]Reach

// Matrix is the permission matrix: what each role carries each permission to.
// A pair that is absent is Never.
func Matrix() map[Permission]map[Role]Reach {
	read := roles{Admin: Anywhere, Council: Covered, Leader: Covered, Deputy: Covered, Clerk: Covered, Viewer: Covered, Auditor: Covered}
	everyone := roles{Admin: Anywhere, Council: Anywhere, Leader: Anywhere, Deputy: Anywhere, Clerk: Anywhere, Viewer: Anywhere, Auditor: Anywhere}
	return map[Permission]map[Role]Reach{
		UserManage:        roles{Admin: Anywhere},
		TokenManage:       roles{Admin: Anywhere, Council: Self, Leader: Self, Deputy: Self, Clerk: Self, Viewer: Self, Auditor: Self},
		RegistryRead:      everyone,
		RegistryWrite:     roles{Admin: Anywhere, Council: Anywhere},
		PersonWrite:       roles{Admin: Anywhere, Council: Anywhere, Leader: Anywhere, Deputy: Anywhere},
		BlocRead:          read,
		BlocWrite:         roles{Admin: Anywhere, Council: Covered},
		TermWrite:         roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		TermUnlock:        roles{Admin: Anywhere, Council: Covered},
		LeadershipWrite:   roles{Admin: Anywhere, Council: Covered},
		AgreementRead:     read,
		AgreementWrite:    roles{Admin: Anywhere, Leader: Led, Deputy: Led},
		EventWrite:        roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		MovementWrite:     roles{Admin: Anywhere, Council: Anywhere, Leader: Anywhere, Deputy: Anywhere},
		SignatureWrite:    roles{Admin: Anywhere, Leader: Led, Deputy: Led, Clerk: Own},
		ProgressRead:      read,
		ModelWrite:        roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		RegistrationWrite: roles{Admin: Anywhere, Leader: Led, Deputy: Led, Clerk: Own},
		ProgressWrite:     roles{Leader: Led, Deputy: Led, Clerk: Own},
		ProgressReview:    roles{Leader: Led, Deputy: Led},
		RatingWrite:       roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led, Clerk: Own},
		ScoreTableRead:    read,
		ScoreTableWrite:   roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		ScoreRead:         roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led, Clerk: Own},
		ScoreWrite:        roles{Council: Covered, Leader: Led, Deputy: Led, Clerk: Own},
		ScoreSelf:         roles{Leader: Led, Deputy: Led, Clerk: Own},
		ScoreReview:       roles{Leader: Led, Deputy: Led},
		ScoreOverride:     roles{Council: Covered},
		RankingRead:       roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		RankingWrite:      roles{Council: Covered, Leader: Led, Deputy: Led},
		VoteRead:          roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		VoteWrite:         roles{Council: Covered, Leader: Led, Deputy: Led},
		PublishedRead:     read,
		AwardRead:         read,
		AwardWrite:        roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
		AttachmentRead:    everyone,
		AttachmentWrite:   roles{Admin: Anywhere, Council: Anywhere, Leader: Led, Deputy: Led},
		AuditRead:         roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led, Clerk: Self, Auditor: Covered},
		CheckpointRead:    roles{Admin: Anywhere, Auditor: Anywhere},
		SuccessionRead:    everyone,
		SuccessionWrite:   roles{Admin: Anywhere, Council: Anywhere},
		ReportRead:        read,
		ReportJob:         roles{Admin: Anywhere, Council: Self, Leader: Self, Deputy: Self, Clerk: Self, Viewer: Self, Auditor: Self},
		ReportWrite:       roles{Admin: Anywhere, Council: Covered, Leader: Led, Deputy: Led},
	}
}

var matrix = Matrix()

// WhenPublished is the permission that reads the same once the ranking of a term is
// published; "" for none.
func (p Permission) WhenPublished() Permission {
	switch p {
	case ScoreRead, RankingRead, VoteRead:
		return PublishedRead
	}
	return ""
}

func reachOf(p Permission, r Role) Reach { return matrix[p][r] }
