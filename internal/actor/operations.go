package actor

import "maps"

// Operations is the policy table: every operation of the API and the permission
// it needs. An operation that is not in it cannot be registered; the permission
// matrix, its test and its documentation are made from it.
func Operations() map[string]Permission {
	all := map[string]Permission{
		"login": Public, "refreshTokens": Public, "setUp": Public,
		"logout": SignedIn, "getMe": SignedIn, "updateMe": SignedIn, "changePassword": SignedIn,
		"getMeta": SignedIn, "getEnums": SignedIn,

		"listUsers": UserManage, "createUser": UserManage, "getUser": UserManage, "updateUser": UserManage, "endUserSessions": UserManage,
		"listGrants": UserManage, "createGrant": UserManage, "getGrant": UserManage, "deleteGrant": UserManage,
		"listTokens": TokenManage, "createToken": TokenManage, "getToken": TokenManage, "updateToken": TokenManage, "deleteToken": TokenManage, "listCalendarFeeds": TokenManage, "createCalendarFeed": TokenManage, "getCalendarFeed": TokenManage, "deleteCalendarFeed": TokenManage,
		"listSecurityEvents": UserManage,
		"listAuditEvents":    AuditRead, "getAuditEvent": AuditRead, "getAuditCheckpoint": CheckpointRead, "verifyAudit": CheckpointRead,

		"search": RegistryRead,

		"listPersons": RegistryRead, "getPerson": RegistryRead,
		"createPerson": PersonWrite, "updatePerson": PersonWrite, "deletePerson": PersonWrite,
		"listAuthorities": RegistryRead, "getAuthority": RegistryRead,
		"createAuthority": RegistryWrite, "updateAuthority": RegistryWrite, "deleteAuthority": RegistryWrite,
		"listUnits": RegistryRead, "getUnit": RegistryRead,
		"createUnit": RegistryWrite, "updateUnit": RegistryWrite, "deleteUnit": RegistryWrite,
		"listUnitVersions": RegistryRead, "getUnitVersion": RegistryRead,
		"createUnitVersion": RegistryWrite, "updateUnitVersion": RegistryWrite, "deleteUnitVersion": RegistryWrite,
		"listArrangements": RegistryRead, "getArrangement": RegistryRead,
		"createArrangement": RegistryWrite, "updateArrangement": RegistryWrite, "deleteArrangement": RegistryWrite,
		"listAwardTypes": RegistryRead, "getAwardType": RegistryRead,
		"createAwardType": RegistryWrite, "updateAwardType": RegistryWrite,

		"listSuccessions": SuccessionRead, "getSuccession": SuccessionRead,
		"createSuccession": SuccessionWrite, "updateSuccession": SuccessionWrite, "deleteSuccession": SuccessionWrite,
		"getUnitProfile": RegistryRead, "getBlocHistory": BlocRead, "getBlocStandings": BlocRead,

		"listBlocs": BlocRead, "getBloc": BlocRead,
		"createBloc": BlocWrite, "updateBloc": BlocWrite, "deleteBloc": BlocWrite,
		"listTerms": BlocRead, "getTerm": BlocRead, "getTermOverview": BlocRead,
		"createTerm": BlocWrite, "createTermCopy": BlocWrite, "updateTerm": TermWrite, "deleteTerm": BlocWrite,
		"transitionTerm": TermWrite, "listTermTransitions": BlocRead,
		"listMembers": BlocRead, "listTermMembers": BlocRead, "getMember": BlocRead,
		"createMember": TermWrite, "createMembers": TermWrite, "updateMember": TermWrite, "deleteMember": TermWrite,
		"listTermLeadership": BlocRead, "getLeadership": BlocRead,
		"createLeadership": LeadershipWrite, "updateLeadership": LeadershipWrite, "deleteLeadership": LeadershipWrite,
		"listDeadlines": BlocRead, "listTermDeadlines": BlocRead, "getDeadline": BlocRead,
		"createDeadline": TermWrite, "updateDeadline": TermWrite, "deleteDeadline": TermWrite,

		"getAnnualReport": BlocRead, "previewAnnualReport": BlocRead, "getProfileReport": RegistryRead, "previewProfileReport": RegistryRead, "getAwardStatistics": BlocRead, "previewAwardStatistics": BlocRead, // each part of it through its own extent

		"listReportWordings": ReportRead, "getReportWording": ReportRead, "createReportWording": ReportWrite,
		"listIssuedReports": ReportRead, "getIssuedReport": ReportRead, "getIssuedReportFile": ReportRead,
		"createIssuedReport": ReportWrite, "transitionIssuedReport": ReportWrite, "listIssuedReportTransitions": ReportRead,

		"listReportJobs": ReportJob, "createReportJob": ReportJob, "getReportJob": ReportJob, "getReportJobFile": ReportJob,

		"listEvents": AgreementRead, "getEvent": AgreementRead,
		"createEvent": EventWrite, "updateEvent": EventWrite, "deleteEvent": EventWrite,
		"listMovements": RegistryRead, "getMovement": RegistryRead,
		"createMovement": MovementWrite, "updateMovement": MovementWrite, "deleteMovement": MovementWrite,
		"listMovementCommitments": AgreementRead, "getMovementCommitment": AgreementRead,
		"createMovementCommitment": AgreementWrite, "deleteMovementCommitment": AgreementWrite,
		"listAgreements": AgreementRead, "getAgreement": AgreementRead, "getWholeAgreement": AgreementRead, "previewAgreementPaper": AgreementRead, "getAgreementPaper": AgreementRead,
		"createAgreement": AgreementWrite, "createAgreementCopy": AgreementWrite, "getAgreementComparison": AgreementRead, "updateAgreement": AgreementWrite, "deleteAgreement": AgreementWrite,
		"transitionAgreement": AgreementWrite, "listAgreementTransitions": AgreementRead,
		"listCommitments": AgreementRead, "getCommitment": AgreementRead,
		"createCommitment": AgreementWrite, "createCommitments": AgreementWrite, "updateCommitment": AgreementWrite, "deleteCommitment": AgreementWrite,
		"listSignatures": AgreementRead, "listAgreementSignatures": AgreementRead, "getSignature": AgreementRead,
		"createSignature": SignatureWrite, "updateSignature": SignatureWrite,
		"transitionSignature": SignatureWrite, "transitionSignatures": SignatureWrite, "listSignatureTransitions": AgreementRead,
		"listAgreementAnnexes": AgreementRead, "getAnnex": AgreementRead,
		"createAnnex": AgreementWrite, "updateAnnex": AgreementWrite, "deleteAnnex": AgreementWrite,

		"listAttachments": AttachmentRead, "getAttachment": AttachmentRead, "getAttachmentContent": AttachmentRead,
		"createAttachment": AttachmentWrite, "deleteAttachment": AttachmentWrite,
	}
	maps.Copy(all, ofTheYear())
	return all
}

// ofTheYear are the operations on what follows the signing: the working year and its
// awards.
func ofTheYear() map[string]Permission {
	return map[string]Permission{
		"listRegistrations": ProgressRead, "getRegistration": ProgressRead, "getRegistrationChanges": ProgressRead, "getRegistrationBoard": ProgressRead,
		"createRegistration": RegistrationWrite, "updateRegistration": RegistrationWrite, "deleteRegistration": RegistrationWrite,
		"getScoreTablePaper": ScoreTableRead, "previewScoreTablePaper": ScoreTableRead, "getVoteMinutes": VoteRead, "previewVoteMinutes": VoteRead,
		"getRankingPaper": RankingRead, "previewRankingPaper": RankingRead, "getDeliberationMinutes": RankingRead, "previewDeliberationMinutes": RankingRead,
		"getRegistrationPaper": ProgressRead, "previewRegistrationPaper": ProgressRead,
		"getMidYearReport": ProgressRead, "previewMidYearReport": ProgressRead,
		"transitionRegistration": RegistrationWrite, "listRegistrationTransitions": ProgressRead, // returning and accepting: AgreementWrite

		"listModels": ProgressRead, "getModel": ProgressRead, "listModelTransitions": ProgressRead,
		"createModel": ModelWrite, "updateModel": ModelWrite, "deleteModel": ModelWrite, "transitionModel": ModelWrite,

		"listRatings": ProgressRead, "getRating": ProgressRead, "getRatingBoard": ProgressRead,
		"createRating": RatingWrite, "updateRating": RatingWrite, "deleteRating": RatingWrite, // and the right to what it says
		"listRatingRules": RegistryRead, "getRatingRule": RegistryRead,
		"createRatingRule": RegistryWrite, "updateRatingRule": RegistryWrite, "deleteRatingRule": RegistryWrite,

		"listScoreTables": ScoreTableRead, "getScoreTable": ScoreTableRead, "listScoreTableTransitions": ScoreTableRead, "getScoreTableExamples": RegistryRead,
		"createScoreTable": ScoreTableWrite, "updateScoreTable": ScoreTableWrite, "deleteScoreTable": ScoreTableWrite,
		"createScoreTableCopy": ScoreTableWrite, "transitionScoreTable": ScoreTableWrite,
		"listScoreSheets": ScoreRead, "getScoreSheet": ScoreRead, "listScoreSheetTransitions": ScoreRead, "getScoreBoard": ScoreTableRead, // the scores on it: ScoreRead
		"createScoreSheet": ScoreSelf, "deleteScoreSheet": ScoreSelf, "transitionScoreSheet": ScoreSelf, // returning, verifying, ending: ScoreReview
		"saveScores": ScoreWrite,

		"listVotes": VoteRead, "getVote": VoteRead, "listVoteTransitions": VoteRead, "getVoter": VoteRead,
		"createVote": VoteWrite, "updateVote": VoteWrite, "deleteVote": VoteWrite, "transitionVote": VoteWrite, "createVoter": VoteWrite, "deleteVoter": VoteWrite,

		"listRankings": RankingRead, "getRanking": RankingRead, "listRankingTransitions": RankingRead,
		"createRanking": RankingWrite, "updateRanking": RankingWrite, "deleteRanking": RankingWrite, "transitionRanking": RankingWrite,

		"listProgressEntries": ProgressRead, "getProgressEntry": ProgressRead, "getProgressBoard": ProgressRead,
		"createProgressEntry": ProgressWrite, "saveProgressEntries": ProgressWrite, "updateProgressEntry": ProgressWrite, "deleteProgressEntry": ProgressWrite,
		"judgeProgressEntry": ProgressReview,
		"listPeriodClosings": ProgressRead, "getPeriodClosing": ProgressRead, "listPeriodClosingTransitions": ProgressRead,
		"createPeriodClosing": ProgressReview, "transitionPeriodClosing": ProgressReview,

		"listDecisions": AwardRead, "getDecision": AwardRead, "previewCommendationList": AwardRead, "getCommendationList": AwardRead,
		"createDecision": AwardWrite, "updateDecision": AwardWrite, "deleteDecision": AwardWrite,
		"transitionDecision": AwardWrite, "listDecisionTransitions": AwardRead,
		"listAwards": AwardRead, "getAward": AwardRead, "tallyAwards": AwardRead,
		"createAward": AwardWrite, "updateAward": AwardWrite, "deleteAward": AwardWrite,
		"listAwardRecipients": AwardRead, "getRecipient": AwardRead,
		"createRecipient": AwardWrite, "updateRecipient": AwardWrite, "deleteRecipient": AwardWrite,
	}
}
