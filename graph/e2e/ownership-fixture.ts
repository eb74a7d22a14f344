import { manifest, type Caller, type TestGraph } from './graph-fixture.ts'

/** What a mutation answered: its success, or the code of its refusal. */
export type Answer = Record<string, never> & { code?: string }

/** The verbs of ownership over GraphQL, as a client writes them. */
export function ownershipOf(graph: TestGraph) {
  /** Runs one mutation; an error beside the data counts as its refusal. */
  async function mutate(field: string, variables: object, as: Caller): Promise<Answer> {
    const { types, success } = MUTATIONS[field] ?? { types: {}, success: '' }
    const declared = Object.entries(types).map(([name, type]) => `$${name}: ${type}`)
    const passed = Object.keys(types).map((name) => `${name}: $${name}`)
    const type = field.charAt(0).toUpperCase() + field.slice(1)
    const { data, errors } = await graph.graphql(
      `mutation (${declared.join(', ')}) { answer: ${field}(${passed.join(', ')}) {
        ... on Refusal { code message } ... on ${type}Success { ${success} } } }`,
      variables,
      as,
    )
    return data?.answer ?? { code: errors[0]?.extensions?.code ?? errors[0]?.message }
  }

  /** @returns The id of the new organization */
  async function createOrganization(slug: string, as: Caller): Promise<string> {
    const input = { slug, name: `The ${slug}` }
    const answer = await mutate('createOrganization', { input }, as)
    return answer['organization']?.['id'] ?? `refused: ${answer.code}`
  }

  /** Makes somebody a member by a link, as they would become one. */
  async function join(organizationId: string, role: string, people: { by: string; as: string }) {
    const { token } = await mutate('inviteMember', { organizationId, role }, people.by)
    return mutate('acceptInvitation', { token }, people.as)
  }

  return {
    mutate,
    createOrganization,
    join,
    /** An organization with one member of each role: `<slug>-owner`, `<slug>-admin`, … */
    async staff(slug: string): Promise<string> {
      const by = `${slug}-owner`
      const id = await createOrganization(slug, by)
      for (const role of ['admin', 'publisher', 'viewer'])
        await join(id, role, { by, as: `${slug}-${role}` })
      return id
    },
    /** @returns The id of the server, or `refused: …` */
    async publish(name: string, as: string, other: object = {}): Promise<string> {
      const answer = await mutate('publishServer', { input: manifest(name, other) }, as)
      return answer['server']?.['id'] ?? `refused: ${answer.code}`
    },
    /** What everybody reads of a server and its owner. */
    async readServer(name: string) {
      const source = 'query ($name: String!) { server(name: $name) { name owner { slug } } }'
      return (await graph.graphql(source, { name })).data.server
    },
  }
}

const SERVER = 'server { id name status visibility }'
const ORGANIZATION = 'organization { id slug name role members { subject role } }'
const TRANSFER = 'transfer { id state serverName to { slug } from { slug } server { name } }'

const MUTATIONS: Record<string, { types: Record<string, string>; success: string }> = {
  publishServer: { types: { input: 'PublishServerInput!' }, success: `created ${SERVER}` },
  updateServer: { types: { input: 'UpdateServerInput!' }, success: SERVER },
  withdrawServer: { types: { serverId: 'ID!' }, success: SERVER },
  restoreServer: { types: { serverId: 'ID!' }, success: SERVER },
  renameServer: { types: { serverId: 'ID!', name: 'String!' }, success: SERVER },
  transferServer: { types: { serverId: 'ID!', to: 'String!' }, success: TRANSFER },
  acceptTransfer: { types: { transferId: 'ID!' }, success: TRANSFER },
  declineTransfer: { types: { transferId: 'ID!' }, success: TRANSFER },
  cancelTransfer: { types: { transferId: 'ID!' }, success: TRANSFER },
  createOrganization: { types: { input: 'CreateOrganizationInput!' }, success: ORGANIZATION },
  updateOrganization: { types: { input: 'UpdateOrganizationInput!' }, success: ORGANIZATION },
  deleteOrganization: { types: { organizationId: 'ID!' }, success: 'organizationId' },
  inviteMember: {
    types: { organizationId: 'ID!', role: 'MemberRole!' },
    success: 'invitationId token',
  },
  revokeInvitation: {
    types: { organizationId: 'ID!', invitationId: 'ID!' },
    success: ORGANIZATION,
  },
  acceptInvitation: { types: { token: 'String!' }, success: `joined ${ORGANIZATION}` },
  setMemberRole: {
    types: { organizationId: 'ID!', subject: 'String!', role: 'MemberRole!' },
    success: ORGANIZATION,
  },
  removeMember: {
    types: { organizationId: 'ID!', subject: 'String!' },
    success: 'organizationId',
  },
  leaveOrganization: { types: { organizationId: 'ID!' }, success: 'organizationId' },
  proveNamespace: { types: { input: 'ProveNamespaceInput!' }, success: '__typename' },
  grantNamespace: {
    types: { namespace: 'String!', includesChildren: 'Boolean!', ownerId: 'ID!' },
    success: '__typename',
  },
  moderateServer: {
    types: { serverId: 'ID!', decision: 'Decision!', note: 'String!' },
    success: '__typename',
  },
  setVersionStatus: { types: { input: 'SetVersionStatusInput!' }, success: '__typename' },
  editVersion: { types: { input: 'EditVersionInput!' }, success: '__typename' },
}
