// What a portal written with Relay asks of the node: pages of connections in both directions,
// fragments that are fetched again by id, and a write.
import { graphql } from "relay-runtime";

export const list = graphql`
  query portalListQuery($count: Int!, $cursor: String, $discipline: Discipline!) {
    ...portal_certificates @arguments(count: $count, cursor: $cursor)
    search(text: "scale", first: 5) {
      edges {
        node {
          __typename
          ...portal_record
        }
      }
    }
  }
`;

export const certificates = graphql`
  fragment portal_certificates on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "portalCertificatesPageQuery") {
    certificates(first: $count, after: $cursor, filter: { discipline: { eq: $discipline } }) @connection(key: "portal_certificates") {
      totalCount
      edges {
        node {
          number
          issuer {
            ...portal_record
          }
          results {
            series {
              points {
                cells {
                  value
                  unit {
                    symbol
                  }
                }
              }
            }
          }
        }
      }
    }
  }
`;

export const instrument = graphql`
  fragment portal_instrument on Instrument
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int", defaultValue: 5 }
    before: { type: "String" }
  )
  @refetchable(queryName: "portalInstrumentPageQuery") {
    serialNumber
    certificates(first: $first, after: $after, last: $last, before: $before) @connection(key: "portal_instrument_certificates") {
      edges {
        node {
          ...portal_record
        }
      }
    }
  }
`;

export const record = graphql`
  fragment portal_record on Record
  @argumentDefinitions(revisions: { type: "Int", defaultValue: 3 }, cursor: { type: "String" })
  @refetchable(queryName: "portalRecordPageQuery") {
    id
    version
    history(last: $revisions, before: $cursor) @connection(key: "portal_history") {
      edges {
        node {
          version
          by
        }
      }
    }
  }
`;

export const node = graphql`
  query portalNodeQuery($id: ID!, $ids: [ID!]!) {
    node(id: $id) {
      ...portal_instrument @alias(as: "instrument")
    }
    nodes(ids: $ids) {
      ...portal_record @alias(as: "record")
    }
  }
`;

export const publish = graphql`
  mutation portalPublishMutation($input: PublishRecordInput!) {
    publishRecord(input: $input) {
      record {
        ...portal_record
      }
      errors {
        code
        path
      }
      query {
        me {
          roles
        }
      }
    }
  }
`;
