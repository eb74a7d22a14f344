import type { CodegenConfig } from '@graphql-codegen/cli'

/** The documents of agent-web, typed against the schema that the graph prints. */
const config: CodegenConfig = {
  schema: 'graph/schema.graphql',
  documents: [
    'agent-web/src/**/*.{ts,graphql}',
    '!agent-web/src/gql/**',
    '!agent-web/src/lib/paraglide/**',
  ],
  generates: {
    'agent-web/src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: 'string', JSON: 'unknown' },
        importExtension: '.ts',
      },
    },
  },
}

export default config
