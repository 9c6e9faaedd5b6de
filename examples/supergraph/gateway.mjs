// Composes the schemas of the subgraphs into a supergraph and serves it with @apollo/gateway.
//
//   node gateway.mjs --node URL --products URL [--addr 127.0.0.1:4000] [--supergraph FILE] [--log FILE] [--ready-file FILE]
//
// In production the composition is a step of its own, and the gateway is given the file.
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { composeServices } from "@apollo/composition";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { parse } from "graphql";

const { values: options } = parseArgs({
  options: {
    node: { type: "string" },
    products: { type: "string" },
    addr: { type: "string", default: "127.0.0.1:4000" },
    supergraph: { type: "string" },
    log: { type: "string" },
    "ready-file": { type: "string" },
  },
});

// A key lets whoever has it act as its owner: it is handed to the node that gave it out, and to
// nobody else's graph.
const trusted = new Set(["metrograph"]);

class Subgraph extends RemoteGraphQLDataSource {
  constructor({ name, url }) {
    super({ url });
    this.name = name;
  }

  willSendRequest({ request, context }) {
    const handed = Boolean(context.authorization && trusted.has(this.name));
    if (handed) request.http.headers.set("authorization", context.authorization);
    if (options.log) appendFileSync(options.log, JSON.stringify({ subgraph: this.name, handed, ...asked(request) }) + "\n");
  }
}

// asked says what a subgraph is asked for: root fields, or entities, counted by type.
function asked({ query, variables }) {
  const [operation] = parse(query).definitions;
  const entities = {};
  for (const { __typename } of variables?.representations ?? []) entities[__typename] = (entities[__typename] ?? 0) + 1;
  return { fields: operation.selectionSet.selections.map((field) => field.name.value), entities };
}

// subgraph reads the schema that a graph has for a federation.
async function subgraph(name, url) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: "{ _service { sdl } }" }),
  });
  const { data, errors } = await response.json();
  if (!data) throw new Error(`${name} at ${url} does not tell its schema: ${JSON.stringify(errors)}`);
  return { name, url, typeDefs: parse(data._service.sdl) };
}

if (options.log) writeFileSync(options.log, "");
const subgraphs = await Promise.all([subgraph("metrograph", options.node), subgraph("products", options.products)]);
const { supergraphSdl, errors, hints } = composeServices(subgraphs);
if (errors) throw new Error(`the subgraphs do not compose:\n${errors.join("\n")}`);
hints.forEach((hint) => console.warn(String(hint)));
if (options.supergraph) writeFileSync(options.supergraph, supergraphSdl);

const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl, buildService: (service) => new Subgraph(service) }),
  plugins: [ApolloServerPluginLandingPageDisabled()],
  // Where the subgraphs are, and what they said to the gateway, is no caller's concern.
  formatError: ({ message, path, locations, extensions }) => ({ message, path, locations, extensions: { code: extensions?.code } }),
});
const [host, port] = options.addr.split(/:(?=\d+$)/);
const { url } = await startStandaloneServer(server, {
  listen: { host, port: Number(port) },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
if (options["ready-file"]) writeFileSync(options["ready-file"], url);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.stop());
