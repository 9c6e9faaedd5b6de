package config

import "time"

// CLI is the command line: the settings, which every command takes, and the commands.
type CLI struct {
	Config

	Serve      struct{}   `cmd:"" help:"Run the node."`
	Demo       Demo       `cmd:"" help:"Run a node with made-up data, to look around. Prints keys for callers of each kind."`
	DemoNode   struct{}   `cmd:"" hidden:"" help:"Run one node of 'demo --network', until the standard input ends."`
	Import     Import     `cmd:"" help:"Take certificates and other records in from files."`
	Keys       Keys       `cmd:"" help:"Manage the API keys by which callers are recognised."`
	Peer       Peer       `cmd:"" help:"Manage the other nodes that this one shares data with."`
	Policy     Policy     `cmd:"" help:"Work on the rules of access."`
	Operations Operations `cmd:"" help:"Work on the queries that a node has registered."`
	Verify     Verify     `cmd:"" help:"Check that nobody changed the history of the records."`
	Manifest   Manifest   `cmd:"" help:"Check what was published, without a node."`
	Backup     Backup     `cmd:"" help:"Copy the data folder to another place. The node may be running meanwhile."`
	Schema     Schema     `cmd:"" help:"Print the GraphQL schema, or the JSON Schema of what is collected."`
	Template   Template   `cmd:"" help:"Write the tables that laboratories fill in, to be imported."`
	Report     Report     `cmd:"" help:"Write the analysis report on an instrument or a model: a page for browsers, a PDF, and its tables as CSV."`
	Bluebook   Bluebook   `cmd:"" help:"Write the blue book of a period: a page for browsers, a PDF, and its tables as CSV."`
	Version    struct{}   `cmd:"" help:"Print the version."`
	Bench      Bench      `cmd:"" help:"Measure how fast a node answers on this machine."`
}

// Demo is the command demo.
type Demo struct {
	Files        []string `arg:"" optional:"" help:"Certificates to take in beside the made-up data, as DCC XML."`
	Seed         uint64   `default:"1" help:"The same seed makes the same data (default ${default})."`
	Certificates int      `default:"3000" help:"How many certificates to make up (default ${default})."`
	Network      bool     `help:"Run five nodes that share their data: of a national centre, two provincial ones, a third-party laboratory and a manufacturer, at the port of --addr and the next ones. Prints a tour. The files go to the first province."`
	Tour         bool     `help:"Take the tour of --network, show each request and its answer, and end. Fails where a step does not show what it promises."`
}

// Import is the command import.
type Import struct {
	Files          []string `arg:"" help:"Files to read: digital calibration certificates (DCC XML 1.8 to 3.3), records as JSON or a line each (NDJSON), workbooks (.xlsx) and CSV by 'metrograph template'. Folders, patterns, .zip and .gz files with them, or - for the standard input."`
	URL            string   `name:"url" placeholder:"URL" help:"A running node to send the files to, for example http://127.0.0.1:8080. Without it they go into the data folder, which no node may have open then."`
	Key            string   `placeholder:"KEY" env:"METROGRAPH_KEY" help:"The API key to send them with."`
	Classification string   `default:"NON_PUBLIC" enum:"PUBLIC,NON_PUBLIC" help:"The class of what is taken in: PUBLIC or NON_PUBLIC (default ${default})."`
	Status         string   `default:"RECORDED" enum:"DRAFT,RECORDED,REVIEWED,PUBLISHED" help:"Its status: DRAFT, RECORDED, REVIEWED or PUBLISHED (default ${default})."`
	Check          bool     `help:"Read and check the files, report, and keep nothing."`
	Output         string   `default:"table" enum:"table,json" help:"How to report: table or json (default ${default})."`
}

// Bluebook is the command bluebook.
type Bluebook struct {
	Period     string `required:"" placeholder:"PERIOD" help:"The period: 2025, 2025Q1, 2025-03 or 2024-07..2025-06."`
	Discipline string `default:"all" placeholder:"DISCIPLINE" help:"A discipline, for example MECHANICS, or all (default ${default})."`
	Lang       string `default:"zh" enum:"zh,en" help:"The language: zh or en (default ${default})."`
	Cell       int    `default:"5" placeholder:"N" help:"Numbers over fewer records than this that are not public are not told (default ${default})."`
	Font       string `type:"existingfile" placeholder:"FILE" help:"A TrueType font (.ttf) to set the PDF in, in place of the built-in ones."`
	Output     string `short:"o" default:"." placeholder:"FOLDER" help:"The folder to write to (default: the current one)."`
}

// Report is the command report.
type Report struct {
	Instrument ReportInstrument `cmd:"" help:"On one instrument: its history, drift, stability, conformity, and advice on the calibration interval."`
	Model      ReportModel      `cmd:"" help:"On the instruments of a model: conformity, distributions, drift, laboratories, outliers."`
}

// ReportInstrument is the command report instrument.
type ReportInstrument struct {
	ID           string `arg:"" help:"The id of the instrument: inst_…"`
	ReportOutput `embed:""`
}

// ReportModel is the command report model.
type ReportModel struct {
	Model        string `arg:"" help:"The model, as certificates write it."`
	ReportOutput `embed:""`
}

// ReportOutput is how a report is written.
type ReportOutput struct {
	Lang   string `default:"zh" enum:"zh,en" help:"The language: zh or en (default ${default})."`
	Output string `name:"out" short:"o" default:"." placeholder:"FOLDER" help:"The folder to write to (default: the current one)."`
}

// Keys is the command keys.
type Keys struct {
	Create KeysCreate `cmd:"" help:"Make a key. It is shown once and cannot be shown again."`
	List   struct{}   `cmd:"" help:"List the keys."`
	Revoke KeysRevoke `cmd:"" help:"End a key at once."`
}

// KeysCreate is the command keys create.
type KeysCreate struct {
	Label       string        `required:"" placeholder:"TEXT" help:"Whose key it is or what it is for."`
	Institution string        `default:"own" placeholder:"ID" help:"The institution that its bearers belong to: its id, own for this node's, or none, as for a government department (default ${default})."`
	Person      string        `placeholder:"ID" help:"The one person whose key it is, as an expert's has to be. Nobody's by default."`
	Roles       []string      `name:"role" placeholder:"ROLE" help:"What its bearers may act as: RECORDER, REVIEWER, EXPERT, PUBLISHER, ADMINISTRATOR, AUDITOR, GOVERNMENT. May be repeated. None: they read."`
	Actions     []string      `name:"action" placeholder:"ACTION" help:"What the key may be used for: read, count, history, download, create, amend, withdraw, delete, publish. May be repeated. None: for all that its roles allow."`
	Expires     time.Duration `placeholder:"DURATION" help:"How long it works, for example 720h for 30 days. For ever by default."`
}

// KeysRevoke is the command keys revoke.
type KeysRevoke struct {
	ID string `arg:"" help:"The id of the key, as 'metrograph keys list' shows it."`
}

// Peer is the command peer.
type Peer struct {
	Add    PeerAdd    `cmd:"" help:"Note another node by its address. It is not trusted by that."`
	List   PeerList   `cmd:"" help:"List the peers."`
	Trust  PeerTrust  `cmd:"" help:"Trust a peer: it is sent what the policy lets its institution read, and what it sends is kept."`
	Remove PeerRemove `cmd:"" help:"Forget a peer. What it had sent stays."`
	Status PeerStatus `cmd:"" help:"Show how the exchange with each peer goes, and this node's own fingerprint."`
	Resync PeerResync `cmd:"" help:"Take anew all that a peer shares, and take back what it shares no longer: for a peer that was restored from a backup."`
	Rotate PeerList   `cmd:"" help:"Make a new key for this node. Peers take it on the word of the old one, for 90 days."`
}

// Remote is a running node that a command is for.
type Remote struct {
	URL string `name:"url" placeholder:"URL" help:"A running node, for example http://127.0.0.1:8080. Without it the command works on the data folder, which no node may have open then."`
	Key string `placeholder:"KEY" env:"METROGRAPH_KEY" help:"The API key of an administrator of that node."`
}

// PeerAdd is the command peer add.
type PeerAdd struct {
	Remote
	Endpoint string `arg:"" help:"The address of the other node, for example https://node.example.cn."`
}

// PeerList is the commands peer list and peer rotate.
type PeerList struct{ Remote }

// PeerTrust is the command peer trust.
type PeerTrust struct {
	Remote
	ID          string   `arg:"" help:"The id of the peer's institution, as 'metrograph peer list' shows it."`
	Fingerprint string   `required:"" placeholder:"TEXT" help:"The fingerprint of its key, as its operator has told it to you by another way."`
	Harvest     bool     `help:"Pull from it what it shares, at every round."`
	Submit      bool     `help:"Push to it what this node shares, at every round."`
	Relay       bool     `help:"Take records of other nodes from it as well, which it passes on."`
	Live        bool     `help:"Put queries of the whole network to it."`
	SpeaksFor   []string `placeholder:"ID" help:"Institutions of whose callers it is believed when it puts queries to this node, beside its own; * for all at its level or below. Never this node's own."`
	Attachments string   `default:"on-demand" enum:"none,on-demand,eager" help:"When to fetch the bytes of attachments: none, on-demand or eager (default ${default})."`
}

// PeerRemove is the command peer remove.
type PeerRemove struct {
	Remote
	ID string `arg:"" help:"The id of the peer's institution."`
}

// PeerResync is the command peer resync.
type PeerResync struct {
	Remote
	ID string `arg:"" help:"The id of the peer's institution."`
}

// PeerStatus is the command peer status.
type PeerStatus struct {
	Remote
	JSON bool `name:"json" help:"Report as JSON."`
}

// Policy is the command policy.
type Policy struct {
	Check PolicyCheck `cmd:"" help:"Check a policy file and show what it allows."`
}

// PolicyCheck is the command policy check.
type PolicyCheck struct {
	File string `arg:"" help:"The policy to check."`
}

// Operations is the command operations.
type Operations struct {
	Check OperationsFiles `cmd:"" help:"Check operations against the schema."`
	List  OperationsFiles `cmd:"" help:"List operations with the identifiers that callers name them by."`
}

// OperationsFiles are the operations that a command is about.
type OperationsFiles struct {
	Path string `arg:"" help:"A file, or a folder with GraphQL files and JSON manifests."`
}

// Verify is the command verify.
type Verify struct {
	JSON bool `name:"json" help:"Report as JSON."`
}

// Manifest is the command manifest.
type Manifest struct {
	Verify ManifestVerify `cmd:"" help:"Check the signature of a publication's manifest, and that data is what was published."`
}

// ManifestVerify is the command manifest verify.
type ManifestVerify struct {
	File string   `arg:"" help:"The manifest, as the publication's page gives it out."`
	Data []string `arg:"" optional:"" name:"content" help:"The content to compare: files with a record a line (.ndjson), attachments, and folders with them."`
	Key  string   `placeholder:"KEY" help:"The public key of the publisher in base64, or its fingerprint."`
}

// Backup is the command backup.
type Backup struct {
	Folder string `arg:"" help:"The folder to make. It is a data folder itself: 'metrograph verify --data FOLDER' checks it, and copied back it is the node again."`
}

// Schema is the command schema.
type Schema struct {
	Form       string `arg:"" optional:"" default:"graphql" enum:"graphql,json" help:"What to print: graphql, or json for the JSON Schema of the records that are collected (default ${default})."`
	Federation bool   `help:"As a subgraph of Apollo Federation, with its directives."`
}

// Template is the command template.
type Template struct {
	Form string `arg:"" enum:"xlsx,csv" help:"xlsx for a workbook, csv for a ZIP file with a CSV file a table."`
	File string `arg:"" optional:"" help:"Where to write it; the standard output by default."`
}

// Bench is the command bench.
type Bench struct {
	Sizes    []int `default:"10000,100000" help:"Numbers of certificates to load and measure with, each in a new node (default ${default})."`
	Requests int   `default:"200" help:"How many requests of each kind to time, for each kind of caller (default ${default})."`
}
