import { expect, it } from 'vitest'
import { edwardsKey } from '../../e2e/proof-keys.ts'
import { checkProof, type ProofContext } from './check-proof.ts'

const NOW = Date.UTC(2026, 10, 23, 8)
const key = edwardsKey()

/** Where the domain has published the key, and nobody has tried anything yet. */
const context: ProofContext = {
  viewer: undefined,
  throttle: {
    count: async () => ({ tries: 1, endsAt: new Date(NOW) }),
    release: async () => {},
    clear: async () => {},
  },
  now: () => new Date(NOW),
  proofs: {
    readDns: async () => ({ ok: true, value: [key.record] }),
    readHttp: async () => ({ ok: true, value: [] }),
    allowsAnonymous: false,
    registryUrl: 'https://registry.example',
  },
  signal: new AbortController().signal,
}

function prove(moment: number) {
  const timestamp = new Date(moment).toISOString()
  const signedTimestamp = key.sign(timestamp)
  return checkProof(context, { method: 'dns', domain: 'acme.dev', timestamp, signedTimestamp })
}

it.each([-15_000, 0, 15_000])('takes a moment that is %i ms from now', async (ms) => {
  expect(await prove(NOW + ms)).toMatchObject([{ namespace: 'dev.acme' }])
})

it.each([-15_001, 15_001])('refuses a moment that is %i ms from now', async (ms) => {
  await expect(prove(NOW + ms)).rejects.toMatchObject({ code: 'ERR_PROOF_INVALID' })
})
