package config

import "time"

// Config is every setting of a node. The flag --limit-tokens is METROGRAPH_LIMIT_TOKENS in
// the environment, and limit-tokens, or tokens below limit, in the file.
type Config struct {
	File string `name:"config" placeholder:"FILE" help:"A YAML file with settings, named as the flags are. Flags and environment variables come before it."`

	Data       string `placeholder:"DIR" help:"The folder for everything that the node keeps (default ./metrograph-data; the demo: a folder that goes when it stops). It is created when missing."`
	Store      string `placeholder:"URL" help:"Where records are kept: mongodb://host/database. Without it they are in a file in the data folder, and no other server is needed."`
	PolicyFile string `placeholder:"FILE" help:"Who may see and do what, in place of the built-in rules. Try it with 'metrograph policy check'."`
	ModelFile  string `placeholder:"FILE" help:"The Casbin model that the policy file is written for, in place of the built-in one."`

	TrustList        string `placeholder:"PATH" help:"Certificates of whoever may sign documents, or of who certifies them (PEM): a file, or a folder of files, with lists of revoked ones where there are any. Without it no signature of a document counts as verified."`
	RefuseUnverified bool   `help:"Refuse documents whose signature is not verified (off by default: they are kept, and the finding with them)."`

	Addr          string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" group:"server" help:"The address to listen at (default ${default}). Port 0 is any free port; 0.0.0.0:8080 lets other machines in."`
	TLSCert       string        `name:"tls-cert" placeholder:"FILE" group:"server" help:"The node's certificate and those that it is signed by (PEM), for HTTPS with HTTP/2. Read again on SIGHUP. Without it a proxy has to end TLS."`
	TLSKey        string        `name:"tls-key" placeholder:"FILE" group:"server" help:"The key of the certificate (PEM)."`
	H2C           bool          `name:"h2c" group:"server" help:"Take HTTP/2 without TLS too, from proxies that speak it (off by default)."`
	ReadyFile     string        `placeholder:"FILE" group:"server" help:"A file to write, with the node's address, once it answers."`
	CORSOrigins   []string      `name:"cors-origins" placeholder:"ORIGIN" group:"server" help:"Web sites whose pages may use the API in a browser, for example https://portal.example.cn. None by default."`
	Explorer      bool          `default:"true" negatable:"" group:"server" help:"The page for trying queries, at /explorer (on by default)."`
	Introspection bool          `default:"true" negatable:"" group:"server" help:"Whether callers may read the schema over the API (on by default). The explorer needs it."`
	Introspectors []string      `name:"introspection-for" placeholder:"ROLE" group:"server" help:"Callers that may read the schema: those with one of these roles, for example MEMBER or ADMINISTRATOR. Everybody where none is named."`
	Metrics       string        `default:"public" placeholder:"WHO" group:"server" help:"Who may read /metrics: public, private (administrators and auditors) or off (default ${default})."`
	CacheMaxAge   time.Duration `default:"30s" group:"server" help:"How long caches may keep answers that anybody may read before they ask again (default ${default}). 0s: they always ask."`
	Drain         time.Duration `default:"15s" group:"server" help:"How long requests may go on after the node is told to stop (default ${default})."`

	OperationsPath   string   `name:"operations" placeholder:"PATH" group:"operations" help:"Queries that callers may name by a documentId instead of sending them: a file, or a folder with GraphQL files and JSON manifests. Try it with 'metrograph operations check'."`
	OperationsOnly   string   `default:"nobody" placeholder:"WHO" group:"operations" help:"Who may send no queries but these: nobody, anonymous or everyone (default ${default})."`
	OperationsExempt []string `placeholder:"ID" group:"operations" help:"Who may send any query all the same when everyone may not: ids of keys or institutions, or subjects of tokens."`

	TraceFor []string `placeholder:"ID" help:"Gateways of Apollo Federation that are told how long each field took when they ask for it (ftv1): ids of keys, or subjects of tokens. None by default, since times say something of what is hidden."`

	Attachments Attachments   `embed:"" prefix:"attachments-"`
	Watch       Watch         `embed:"" prefix:"watch-" group:"watch"`
	Resumable   Resumable     `embed:"" prefix:"resumable-" group:"limit"`
	Limit       Limit         `embed:"" prefix:"limit-" group:"limit"`
	Rate        Rate          `embed:"" prefix:"rate-" group:"rate"`
	Webhook     Webhook       `embed:"" prefix:"webhook-" group:"webhook"`
	Statistics  Statistics    `embed:"" prefix:"statistics-" group:"limit"`
	JWT         JWT           `embed:"" prefix:"jwt-" group:"jwt"`
	Export      Export        `embed:"" prefix:"export-" group:"export"`
	Institution Institution   `embed:"" prefix:"institution-" group:"institution"`
	PeersEvery  time.Duration `default:"1m" help:"How often peers are harvested and submitted to (default ${default})."`
	PeersQuery  time.Duration `default:"3s" help:"Time that a peer has to answer a query of the whole network (default ${default})."`
	OTLP        string        `name:"otlp" placeholder:"URL" help:"A collector of OpenTelemetry to send traces and metrics to, by OTLP over HTTP: http://127.0.0.1:4318. Without it the variable OTEL_EXPORTER_OTLP_ENDPOINT says where; nowhere by default."`
	SlowQuery   time.Duration `default:"1s" help:"From what time on a query is logged as slow, without its values (default ${default}). 0s: none is."`

	Log Log `embed:"" prefix:"log-"`
}

// Attachments says where the bytes of attachments are, and for how long those are kept that
// nothing refers to.
type Attachments struct {
	Store string        `placeholder:"URL" help:"An object store that speaks S3: s3://bucket?region=cn-north-1, with endpoint=https://… and use_path_style=true where it is not Amazon's. Without it they are in the data folder."`
	Grace time.Duration `default:"24h" help:"How long files are kept that no record refers to (default ${default}). 0s: for ever. Of several processes over one store, one sweeps and the others have 0s."`
}

// Watch says which folders are watched for files to take in.
type Watch struct {
	Folders        []string      `name:"folder" placeholder:"KEY=FOLDER" help:"A folder whose files are taken in as soon as they are complete, in the name of the key with this id, as 'metrograph keys list' has it. None by default."`
	Every          time.Duration `default:"2s" help:"How often watched folders are looked at (default ${default}). A file is complete when it is as it was at the look before."`
	Classification string        `default:"NON_PUBLIC" placeholder:"CLASS" help:"The class of what comes by watched folders: PUBLIC or NON_PUBLIC (default ${default})."`
	Status         string        `default:"RECORDED" placeholder:"STATUS" help:"Its status: DRAFT, RECORDED, REVIEWED or PUBLISHED (default ${default})."`
}

// Resumable is what uploads may take that go on where they were cut.
type Resumable struct {
	Size  Size          `default:"1GiB" help:"Size of a file that is uploaded by tus (default ${default})."`
	Space Size          `default:"10GiB" help:"Size of all files that are being uploaded by tus (default ${default})."`
	Most  int           `default:"16" placeholder:"N" help:"Files that an institution may be uploading by tus at once (default ${default})."`
	Keep  time.Duration `default:"24h" help:"How long an upload by tus is kept of which nothing comes (default ${default})."`
}

// Limit is what one request may cost.
type Limit struct {
	Tokens         int           `default:"4000" help:"Words and signs of a query (default ${default})."`
	Entities       int           `default:"100" help:"Representations in one _entities request of a federation gateway (default ${default})."`
	Files          int           `default:"10" help:"Files in one request (default ${default})."`
	Body           Size          `default:"1MiB" help:"Size of a request (default ${default})."`
	Upload         Size          `default:"64MiB" help:"Size of a request that carries files (default ${default})."`
	Deadline       time.Duration `default:"10s" help:"Time for answering a query (default ${default})."`
	UploadDeadline time.Duration `default:"2m" help:"Time for taking in files (default ${default})."`
	Depth          int           `default:"20" help:"Levels of fields within one another in a query (default ${default})."`
	Fields         int           `default:"25000" help:"Fields of a query, those of fragments once for each use (default ${default})."`
	Aliases        int           `default:"500" help:"Fields of a query that are given another name (default ${default})."`
	Fanout         int           `default:"10000" help:"Records and their parts that one path of a query may lead to: the sizes of its lists multiplied (default ${default})."`
	Cost           int           `default:"40000" help:"Cost of a query by the weights that the schema publishes; seven for each record, about one for each part of a record (default ${default})."`
	Response       Size          `default:"8MiB" help:"Size of an answer (default ${default})."`
	Concurrency    int           `placeholder:"N" help:"Queries that are answered at once, of those that cost 2000 or more a sixteenth; the others wait, and no caller has more than half of the places (default four for each processor, at least 16)."`
	Streams        int           `default:"1000" help:"Connections for subscriptions that each key or token may have open (default ${default})."`
	PublicStreams  int           `name:"anonymous-streams" default:"100" help:"Connections for subscriptions that each address may have open without a key (default ${default})."`
	Stall          time.Duration `default:"30s" help:"How long a client may leave the node waiting for it in the middle of a request or an answer (default ${default})."`
}

// Rate is what callers may spend on queries in a minute. The unit is the cost of a query.
type Rate struct {
	Anonymous      int      `default:"10000000" placeholder:"COST" help:"What callers without a key may spend in a minute, each address for itself (default ${default}). A page of 50 certificates costs about 400. Here and below 0 is without end."`
	Manufacturer   int      `default:"20000000" placeholder:"COST" help:"What each key of a manufacturer may spend (default ${default})."`
	ThirdParty     int      `default:"20000000" placeholder:"COST" help:"What each key of a third-party laboratory may spend (default ${default})."`
	Provincial     int      `default:"50000000" placeholder:"COST" help:"What each key of a provincial institution may spend (default ${default})."`
	National       int      `default:"100000000" placeholder:"COST" help:"What each key of a national institution may spend (default ${default})."`
	Other          int      `default:"20000000" placeholder:"COST" help:"What each key without an institution may spend, such as that of a government department (default ${default})."`
	TrustedProxies []string `placeholder:"CIDR" help:"Networks of proxies whose header X-Forwarded-For is believed, for example 10.0.0.0/8. Without them all callers behind a proxy are one address."`
}

// Export is how the files of exports are made and kept.
type Export struct {
	Keep    time.Duration `default:"24h" help:"How long the file of an export is kept (default ${default})."`
	Running int           `default:"2" help:"Exports that are made at once; of one institution at most one fewer (default ${default})."`
	Space   Size          `default:"50GiB" help:"What the files of all exports may take on disk (default ${default})."`
}

// Webhook says where events of subscriptions may be sent, and how long that is tried.
type Webhook struct {
	Send    bool          `default:"true" negatable:"" help:"Whether this process sends the events of webhooks (on by default). Of several over one database, one does."`
	Allow   []string      `placeholder:"CIDR" help:"Networks that are not public and that events may be sent to all the same, for example 10.20.0.0/16. None by default."`
	HTTP    bool          `name:"http" help:"Whether events may be sent without encryption, to addresses that begin with http:// (off by default)."`
	Timeout time.Duration `default:"10s" help:"How long a receiver may take (default ${default})."`
	Retry   time.Duration `default:"5s" help:"How long after a failed attempt the next one is made; twice as long after each further one, up to an hour (default ${default})."`
	GiveUp  time.Duration `default:"72h" help:"How long attempts may fail until the webhook is suspended (default ${default})."`
	Most    int           `default:"20" placeholder:"N" help:"Webhooks that an institution may have (default ${default})."`
}

// Statistics says what statistics do not tell.
type Statistics struct {
	Least int `default:"5" placeholder:"N" help:"Cells of statistics with fewer records that the caller may count but not read are suppressed (default ${default}); 0 for none."`
}

// JWT says whose tokens are accepted. Without an issuer, none are.
type JWT struct {
	Issuer           string        `placeholder:"URL" help:"Whose tokens (JWT) are accepted beside API keys, as their claim iss says. None by default."`
	Audience         string        `placeholder:"NAME" help:"The name of this node in the claim aud. Needed with an issuer."`
	JWKS             string        `name:"jwks" placeholder:"URL-OR-FILE" help:"The issuer's public keys. Without it they are found by OpenID Connect discovery."`
	InstitutionClaim string        `default:"metrograph_institution" placeholder:"NAME" help:"The claim with the id of the caller's institution (default ${default}). a.b is b in the object a."`
	PersonClaim      string        `default:"metrograph_person" placeholder:"NAME" help:"The claim with the id of the person that the caller is (default ${default})."`
	RolesClaim       string        `default:"metrograph_roles" placeholder:"NAME" help:"The claim with the caller's roles (default ${default})."`
	Leeway           time.Duration `default:"30s" help:"How far the issuer's clock may be off (default ${default})."`
}

// Institution is the identity that the node gets at its first start, when its data folder is
// still empty. Later it is changed like any other record.
type Institution struct {
	NameZh     string `placeholder:"NAME" help:"The Chinese name of the institution that runs this node. Read at the first start only, as are the others of this group."`
	NameEn     string `placeholder:"NAME" help:"Its English name."`
	Kind       string `placeholder:"KIND" help:"What it is: NATIONAL_INSTITUTE, LOCAL_INSTITUTE, INDUSTRY_CENTRE, THIRD_PARTY_LABORATORY, MANUFACTURER or OTHER."`
	Level      string `placeholder:"LEVEL" help:"The level of its data: NATIONAL, PROVINCIAL, THIRD_PARTY or MANUFACTURER."`
	Region     string `placeholder:"CODE" help:"Where it is: the six digits of GB/T 2260, for example 110000 for Beijing."`
	CreditCode string `placeholder:"CODE" help:"Its unified social credit code: the 18 characters of GB 32100."`
}

// Given tells whether the settings name an institution.
func (i Institution) Given() bool { return i != Institution{} }

// Log is what is logged, to the standard error output.
type Log struct {
	Level  string `default:"info" placeholder:"LEVEL" help:"The least important messages to log: debug, info, warn or error (default ${default})."`
	Format string `default:"text" placeholder:"FORMAT" help:"text for people, json for machines (default ${default})."`
}
