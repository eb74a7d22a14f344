import { builder } from './builder.ts'

/** How a server answered its last probe. */
export const HealthStateEnum = builder.enumType('HealthState', {
  description: 'How a server answered its last probe.',
  values: {
    open: { description: 'It speaks MCP to anyone.' },
    gated: { description: 'It asks for sign-in, and says soundly where.' },
    gated_broken: { description: 'It asks for sign-in, but its metadata does not hold together.' },
    wrong_transport: { description: 'It speaks MCP, but not over the transport it names.' },
    not_mcp: { description: 'Something answers, but not MCP.' },
    down: { description: 'Nothing answers.' },
    unknown: { description: 'Never probed, or our own connection failed too.' },
  } as const,
})

/** How an incident ended. */
export const IncidentEndEnum = builder.enumType('IncidentEnd', {
  description: 'How an incident ended.',
  values: {
    recovered: { description: 'With a good reading.' },
    moved: { description: 'The server has another address.' },
    withdrawn: { description: 'The server is out of the registry.' },
  } as const,
})

/** What happened to a tool. */
export const ChangeKindEnum = builder.enumType('ChangeKind', {
  values: ['added', 'removed', 'changed'] as const,
})

/** How much a change of a tool matters to who uses it. */
export const ChangeSeverityEnum = builder.enumType('ChangeSeverity', {
  description: 'How much a change of a tool matters to who uses it.',
  values: {
    none: { description: 'Nothing that a caller or a model could notice.' },
    notice: { description: 'Something that no call depends on.' },
    warning: {
      description: 'What a model reads, or what the tool may do: look before it runs again.',
    },
    breaking: { description: 'A call that was right is wrong now.' },
  } as const,
})

/** Who may see a server. */
export const VisibilityEnum = builder.enumType('Visibility', {
  values: ['public', 'organization', 'private'] as const,
})

/** Where a server stands in its life. */
export const ServerStatusEnum = builder.enumType('ServerStatus', {
  values: ['active', 'deprecated', 'deleted'] as const,
})

/** How a server came into the registry. */
export const ServerSourceEnum = builder.enumType('ServerSource', {
  values: {
    published: { description: 'By its owner.' },
    imported: { description: 'From another registry or a dump.' },
    catalog: { description: 'With the catalog that the project carries.' },
  } as const,
})

/** Where a connection stands. */
export const ConnectionStatusEnum = builder.enumType('ConnectionStatus', {
  values: ['active', 'needs_sign_in', 'revoked'] as const,
})

/** Where a tool's run stands. */
export const RunStatusEnum = builder.enumType('RunStatus', {
  values: ['running', 'succeeded', 'failed', 'cancelled'] as const,
})

/** What somebody is in an organization. */
export const MemberRoleEnum = builder.enumType('MemberRole', {
  description: 'What somebody is in an organization.',
  values: {
    owner: { description: 'May do everything, also make owners and delete it.' },
    admin: { description: 'May manage members, and all that is done with servers.' },
    publisher: { description: 'May publish and edit servers.' },
    viewer: { description: 'May see what is not public.' },
  } as const,
})

/** Where an offer of a server stands. */
export const TransferStateEnum = builder.enumType('TransferState', {
  values: ['offered', 'accepted', 'declined', 'cancelled', 'expired'] as const,
})

/** How an owner came to a namespace. */
export const NamespaceMethodEnum = builder.enumType('NamespaceMethod', {
  values: {
    first_come: { description: 'By publishing in it first; whoever proves it gets it.' },
    dns: { description: 'By a TXT record of the domain.' },
    http: { description: 'By a file on the host.' },
    github: { description: 'By an account of GitHub, or one of its workflows.' },
    administrator: { description: "By the operator's word." },
  } as const,
})

/** How a namespace is proven. */
export const ProofMethodEnum = builder.enumType('ProofMethod', {
  values: ['dns', 'http', 'github', 'github_oidc'] as const,
})

/** Whether a server is shown. */
export const ModerationStateEnum = builder.enumType('ModerationState', {
  description:
    'Whether a server is shown; all but `clear` are seen by its owner and administrators.',
  values: {
    clear: { description: 'It is shown to all who may see it.' },
    quarantined: { description: 'It is not shown while it is looked at.' },
    hidden: { description: 'An administrator has hidden it.' },
    disputed: { description: 'Somebody else has proven its namespace: it needs another name.' },
  } as const,
})

/** Why a server is reported. */
export const ReportReasonEnum = builder.enumType('ReportReason', {
  values: {
    malware: {},
    impersonation: {},
    spam: {},
    broken: {},
    illegal: {},
    other: {},
    confusable_name: { description: "The registry's own: its name can be taken for another." },
  } as const,
})

/** Where a report stands. */
export const ReportStateEnum = builder.enumType('ReportState', {
  values: ['open', 'dismissed', 'upheld'] as const,
})

/** What an administrator decides about a server. */
export const DecisionEnum = builder.enumType('Decision', {
  values: {
    dismiss: { description: 'Nothing is wrong with it.' },
    quarantine: { description: 'It is not shown while it is looked at.' },
    hide: { description: 'It is not shown.' },
    restore: { description: 'It is shown again.' },
  } as const,
})
