import { must, NotApplicable, type CaseContext } from '../conformance-case.ts'
import { describeAnswer, expectThat } from '../expectations.ts'
import { record } from '../listed.ts'
import type { Exchange } from '../registry.ts'
import { OFFICIAL_AUTH } from '../sources.ts'

/** A domain of nobody: names under `.invalid` are never resolved (RFC 6761). */
const DOMAIN = 'registry-conformance.invalid'
const SIGNATURE = 'ab'.repeat(64)

async function expectNoToken(
  { registry, writer }: CaseContext,
  path: string,
  bodies: readonly object[],
) {
  if (!writer) throw new NotApplicable('asks for --publish')
  for (const body of bodies) {
    const answer = await registry.send(path, { method: 'POST', body })
    if (answer.status === 404 || answer.status === 501)
      throw new NotApplicable(`the registry does not offer POST ${path}`)
    expectThat(isRefusal(answer), 'a refusal', describeAnswer(answer))
    const token = record(answer.json)['registry_token']
    expectThat(token === undefined, 'no token', describeAnswer(answer))
  }
}

/** What the domain or GitHub publishes may not be readable just now: then nothing is proved either. */
function isRefusal({ status }: Exchange): boolean {
  return (status >= 400 && status < 500) || [502, 503, 504].includes(status)
}

const now = () => new Date().toISOString()
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()

/** Proofs of a namespace that prove nothing: none may be taken. */
export const PROOFS_CASES = [
  ...(['dns', 'http'] as const).map((method) =>
    must(
      `proofs/${method}`,
      `A ${method.toUpperCase()} proof of a domain without a key, an old one and one that is no signature give no token`,
      OFFICIAL_AUTH,
      (context) =>
        expectNoToken(context, `/v0.1/auth/${method}`, [
          { domain: DOMAIN, timestamp: now(), signed_timestamp: SIGNATURE },
          { domain: DOMAIN, timestamp: anHourAgo(), signed_timestamp: SIGNATURE },
          { domain: DOMAIN, timestamp: now(), signed_timestamp: 'no signature' },
        ]),
    ),
  ),
  must(
    'proofs/domain',
    'A proof is taken for a domain only: no address, no port, no path, no machine of the registry',
    OFFICIAL_AUTH,
    (context) =>
      expectNoToken(
        context,
        '/v0.1/auth/http',
        ['127.0.0.1', 'localhost', `${DOMAIN}:8443`, `${DOMAIN}/path`, `user@${DOMAIN}`, ''].map(
          (domain) => ({ domain, timestamp: now(), signed_timestamp: SIGNATURE }),
        ),
      ),
  ),
  must('proofs/incomplete', 'A proof without its parts is refused', OFFICIAL_AUTH, (context) =>
    expectNoToken(context, '/v0.1/auth/dns', [{}, { domain: DOMAIN }]),
  ),
  must(
    'proofs/github-at',
    'A GitHub token that GitHub does not know gives no token',
    OFFICIAL_AUTH,
    (context) => expectNoToken(context, '/v0.1/auth/github-at', [{ github_token: 'nonsense' }]),
  ),
  must(
    'proofs/github-oidc',
    'An OIDC token that GitHub did not sign gives no token',
    OFFICIAL_AUTH,
    (context) => expectNoToken(context, '/v0.1/auth/github-oidc', [{ oidc_token: 'a.b.c' }]),
  ),
]
