import { CURRENT_SCHEMA, findAgainst, findSchema, validateServerJson } from '@toolgraph/server-json'
import { NotApplicable, should, type CaseContext } from '../conformance-case.ts'
import { expectThat } from '../expectations.ts'
import { keyOf, type Listed } from '../listed.ts'
import { REQUIREMENTS, SERVER_JSON } from '../sources.ts'

const schemaOf = ({ server }: Listed) => findSchema(String(server['$schema'] ?? ''))

/** Says how many of the sample are wrong, and what is wrong with the first. */
async function expectAll(
  { sample }: CaseContext,
  describe: (listed: Listed) => string | undefined,
  expected: string,
) {
  const all = await sample.entries()
  const wrong = all.flatMap((listed) => {
    const fault = describe(listed)
    return fault === undefined ? [] : [`${keyOf(listed)}: ${fault}`]
  })
  expectThat(wrong.length === 0, expected, `${wrong.length} of ${all.length} not; ${wrong[0]}`)
}

/** The servers themselves. What publishers once wrote cannot always be mended, so that none of it is a MUST. */
export const SCHEMA_CASES = [
  should(
    'schema/named',
    'Each server.json names the published schema that it is written by',
    SERVER_JSON,
    (context) =>
      expectAll(
        context,
        (listed) =>
          schemaOf(listed) ? undefined : `"$schema" is "${listed.server['$schema'] ?? ''}"`,
        `a "$schema" such as "${CURRENT_SCHEMA}"`,
      ),
  ),
  should(
    'schema/valid',
    'Each server.json fits the schema that it names',
    SERVER_JSON,
    async (context) => {
      const all = await context.sample.entries()
      if (!all.some(schemaOf)) throw new NotApplicable('no server names a published schema')
      await expectAll(
        context,
        (listed) => {
          const schema = schemaOf(listed)
          const [first] = schema === undefined ? [] : findAgainst(schema, listed.server)
          return first && `${first.path} ${first.message}`
        },
        'each to fit its own schema',
      )
    },
  ),
  should(
    'schema/semantic',
    'Each server.json keeps the rules that no schema can say: its name, version, addresses and arguments',
    REQUIREMENTS,
    (context) =>
      expectAll(
        context,
        ({ server }) => {
          const issue = validateServerJson(server).issues.find(({ type }) => type === 'semantic')
          return issue && `${issue.path} ${issue.message}`
        },
        'each to keep them',
      ),
  ),
]
