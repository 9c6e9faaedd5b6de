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

	Addr          string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" group:"server" help:"The address to listen at (default ${default}). Port 0 is any free port; 0.0.0.0:8080 lets other machines in."`
	ReadyFile     string        `placeholder:"FILE" group:"server" help:"A file to write, with the node's address, once it answers."`
	CORSOrigins   []string      `name:"cors-origins" placeholder:"ORIGIN" group:"server" help:"Web sites whose pages may use the API in a browser, for example https://portal.example.cn. None by default."`
	Explorer      bool          `default:"true" negatable:"" group:"server" help:"The page for trying queries, at /explorer (on by default)."`
	Introspection bool          `default:"true" negatable:"" group:"server" help:"Whether callers may read the schema over the API (on by default). The explorer needs it."`
	Metrics       string        `default:"public" placeholder:"WHO" group:"server" help:"Who may read /metrics: public, private (administrators and auditors) or off (default ${default})."`
	Drain         time.Duration `default:"15s" group:"server" help:"How long requests may go on after the node is told to stop (default ${default})."`

	Limit       Limit       `embed:"" prefix:"limit-" group:"limit"`
	JWT         JWT         `embed:"" prefix:"jwt-" group:"jwt"`
	Institution Institution `embed:"" prefix:"institution-" group:"institution"`
	Log         Log         `embed:"" prefix:"log-"`
}

// Limit is what one request may cost.
type Limit struct {
	Tokens         int           `default:"4000" help:"Words and signs of a query (default ${default})."`
	Entities       int           `default:"100" help:"Representations in one _entities request of a federation gateway (default ${default})."`
	Body           Size          `default:"1MiB" help:"Size of a request (default ${default})."`
	Upload         Size          `default:"64MiB" help:"Size of a request that carries files (default ${default})."`
	Deadline       time.Duration `default:"10s" help:"Time for answering a query (default ${default})."`
	UploadDeadline time.Duration `default:"2m" help:"Time for taking in files (default ${default})."`
	Stall          time.Duration `default:"30s" help:"How long a client may leave the node waiting for it in the middle of a request or an answer (default ${default})."`
}

// JWT says whose tokens are accepted. Without an issuer, none are.
type JWT struct {
	Issuer           string        `placeholder:"URL" help:"Whose tokens (JWT) are accepted beside API keys, as their claim iss says. None by default."`
	Audience         string        `placeholder:"NAME" help:"The name of this node in the claim aud. Needed with an issuer."`
	JWKS             string        `name:"jwks" placeholder:"URL-OR-FILE" help:"The issuer's public keys. Without it they are found by OpenID Connect discovery."`
	InstitutionClaim string        `default:"metrograph_institution" placeholder:"NAME" help:"The claim with the id of the caller's institution (default ${default}). a.b is b in the object a."`
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
