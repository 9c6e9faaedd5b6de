// Every rule of graphql-eslint for schemas, and those of Relay, over graph/schema. Run in the
// root of the repository:
//
//   .ci/schema/node_modules/.bin/eslint --config .ci/schema/eslint.config.mjs graph/schema
import plugin from "@graphql-eslint/eslint-plugin";

// values are the types of what has no identity of its own: parts of records, answers about
// them, and the caller.
const values = `AccessRule Accreditation Amendment Analysis AnalysisExclusion AnalysisNote AnalysisPoint Assignment Association
  BlueBook Capability Cell CertificateEvaluation ChartSignal CollectionRejection CollectionSpecification Column
  ColumnUncertainty CommitteeSeat ComparedLaboratory Comparison ConformityCheck Contact ControlChart Creator
  CriterionMean CumulativeChart Customer DecisionRule DriftLine EvaluationDecision EvaluationSheet Extra
  Finding Identifier Influence Interval IntervalAdvice Item LaboratoryAgreement LaboratoryConsistency LevelChange
  LimitForecast Localized ManifestSeal MaximumPermissibleError MeasurementResult Media MethodUse NetworkNode
  NetworkReport NetworkWarning ObservedReliability OutlierTest PageInfo Peer Place Point PooledDeviation Population
  PopulationCluster PopulationMember Principal Provenance PublishedMember Qualification Quality QualityFinding
  QualityLoss Quantity RateLimit RecordWriteResult Replica ReportFile ReportRemark Requester ReviewAssignment ReviewScore Revision
  RevisionRequest RobustDrift RobustMean SearchCompletion SearchCorrection SearchFacet SearchFacetValue SearchHighlight
  SearchRange SearchSuggestions SeasonalInfluence SelectedRecord Series SheetLine SheetMember Signature SpecifiedCode
  SpecifiedCodeList SpecifiedField SpecifiedRule SpecifiedStructure StabilityCheck Stamp StandardUse Statement
  Statistics StatisticsBucket StatisticsKey StatisticsPeriod StatisticsValue Tally Text TraceabilityStep TransferTally
  Transferred TrendTest Uncertainty Unit UserError VarianceComponents Withdrawal`.split(/\s+/);

export default [
  {
    files: ["graph/schema/*.graphqls"],
    plugins: { "@graphql-eslint": plugin },
    languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: ["graph/schema/*.graphqls"] } } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...plugin.configs["flat/schema-all"].rules,
      ...plugin.configs["flat/schema-relay"].rules,
      "@graphql-eslint/require-description": ["error", {
        types: true, rootField: true, DirectiveDefinition: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true,
      }],
      "@graphql-eslint/strict-id-in-types": ["error", { exceptions: { types: values, suffixes: ["Connection", "Edge", "Payload"] } }],
      // The order of the schema says something: what a record is before what it holds, levels
      // from the top down, page arguments as Relay has them.
      "@graphql-eslint/alphabetize": "off",
      // It forbids mutations, and records are written by them; the rules about the results of
      // mutations hold.
      "@graphql-eslint/no-root-type": "off",
      // Relay asks for pages of what is long. The parts of a record are short lists of values
      // without an identity, so that a cursor into them would name nothing.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
    },
  },
];
