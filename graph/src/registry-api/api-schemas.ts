import { CURRENT_SCHEMA } from '@toolgraph/server-json'
import { healthStateSchema } from '../registry/server-record.ts'
import { OFFICIAL_META, OUR_META } from '../storage/version-rows.ts'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const TEXT = { type: 'string' }
const STATUS = { enum: ['active', 'deprecated', 'deleted'] }
const MOMENT = { type: 'string', format: 'date-time' }

/** What the documents of the API look like. */
export const SCHEMAS = {
  ServerDetail: { $ref: `${CURRENT_SCHEMA}#/definitions/ServerDetail` },
  ServerList: {
    type: 'object',
    required: ['servers', 'metadata'],
    properties: {
      servers: { type: 'array', items: ref('ServerResponse') },
      metadata: {
        type: 'object',
        required: ['count'],
        properties: { nextCursor: TEXT, count: { type: 'integer' } },
      },
    },
  },
  ServerResponse: {
    type: 'object',
    required: ['server', '_meta'],
    properties: {
      server: ref('ServerDetail'),
      _meta: {
        type: 'object',
        properties: {
          [OFFICIAL_META]: {
            type: 'object',
            additionalProperties: false,
            properties: {
              status: STATUS,
              statusMessage: { type: 'string', maxLength: 500 },
              statusChangedAt: MOMENT,
              publishedAt: MOMENT,
              updatedAt: MOMENT,
              isLatest: { type: 'boolean' },
            },
          },
          [OUR_META]: ref('RegistryMeta'),
        },
      },
    },
  },
  RegistryMeta: {
    type: 'object',
    description: 'What this registry found out itself, of the latest version only',
    properties: {
      health: {
        type: 'object',
        properties: {
          state: { enum: healthStateSchema.options },
          checkedAt: MOMENT,
          latencyMs: { type: 'integer' },
          uptime30d: { type: 'number', minimum: 0, maximum: 1 },
        },
      },
      protocolEra: TEXT,
      toolCount: { type: 'integer' },
      toolsFingerprint: { type: 'string', description: 'Changes when any tool does' },
      isVerified: { type: 'boolean', description: 'Whether its owner has proven its namespace' },
    },
  },
  StatusUpdateRequest: {
    type: 'object',
    required: ['status'],
    properties: { status: STATUS, statusMessage: { type: 'string', maxLength: 500 } },
  },
  AllVersionsStatusResponse: {
    type: 'object',
    required: ['updatedCount', 'servers'],
    properties: {
      updatedCount: { type: 'integer' },
      servers: { type: 'array', items: ref('ServerResponse') },
    },
  },
  Verdict: {
    type: 'object',
    required: ['valid', 'issues'],
    properties: {
      valid: { type: 'boolean' },
      issues: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type', 'path', 'message', 'severity', 'reference'],
          properties: {
            type: { enum: ['json', 'schema', 'semantic', 'linter'] },
            path: TEXT,
            message: TEXT,
            severity: { enum: ['error', 'warning', 'info'] },
            reference: TEXT,
          },
        },
      },
    },
  },
  RegistryToken: {
    type: 'object',
    required: ['registry_token', 'expires_at'],
    properties: { registry_token: TEXT, expires_at: { type: 'integer' } },
  },
  Problem: {
    type: 'object',
    required: ['title', 'status', 'detail', 'error', 'code'],
    properties: {
      title: TEXT,
      status: { type: 'integer' },
      detail: TEXT,
      error: { type: 'string', description: 'The same as "detail"' },
      code: { type: 'string', description: 'Branch on this' },
      errors: {
        type: 'array',
        items: { type: 'object', properties: { message: TEXT, location: TEXT } },
      },
    },
  },
} as const
