// The product graph of a manufacturer, a second subgraph beside the node: it knows the
// products by their model, and which instruments it delivered by their id. It has no access
// policy; who may read the instruments is the node's to say.
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";

export const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])

  type Query {
    products: [Product!]!
  }

  type Product @key(fields: "model") {
    model: String!
    manual: String!
    delivered: [Instrument!]!
  }

  type Instrument @key(fields: "id") {
    id: ID!
    model: String @external
    product: Product @requires(fields: "model")
  }
`;

// manualOf is where the manual of a model is found.
export const manualOf = (model) => `https://products.example/${encodeURIComponent(model)}.pdf`;

// start serves the products of the instruments delivered: a list of {id, model}.
export async function start(instruments) {
  const product = (model) => ({ model, manual: manualOf(model), delivered: instruments.filter((one) => one.model === model).map(({ id }) => ({ id })) });
  const server = new ApolloServer({
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    schema: buildSubgraphSchema({
      typeDefs: parse(sdl),
      resolvers: {
        Query: { products: () => [...new Set(instruments.map((one) => one.model))].map(product) },
        Product: { __resolveReference: ({ model }) => product(model) },
        Instrument: { product: ({ model }) => (model ? product(model) : null) },
      },
    }),
  });
  const { url } = await startStandaloneServer(server, { listen: { host: "127.0.0.1", port: 0 } });
  return { url, stop: () => server.stop() };
}
