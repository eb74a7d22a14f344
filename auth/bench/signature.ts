import process from 'node:process'
import { generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { RESOURCE, SCOPE } from './contender.ts'
import { inParallel } from './in-parallel.ts'

/** What the signature alone costs, in microseconds of processor time. */
export interface SignatureCost {
  signMicroseconds: number
  verifyMicroseconds: number
}

const SIGNATURES = 100
const SAMPLES = 40
const AT_ONCE = 8

/** Measures ES256 by `jose`, in this process, over claims like those of an access token. */
export async function measureSignature(): Promise<SignatureCost> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const sign = () =>
    new SignJWT({ client_id: 'agent-web', scope: SCOPE, name: 'Aiko Tanaka' })
      .setProtectedHeader({ alg: 'ES256', kid: 'x'.repeat(43), typ: 'at+jwt' })
      .setIssuer('http://localhost:4100')
      .setSubject(crypto.randomUUID())
      .setAudience(RESOURCE)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime('10 minutes')
      .sign(privateKey)
  const token = await sign()
  return {
    signMicroseconds: await leastCpu(sign),
    verifyMicroseconds: await leastCpu(() => jwtVerify(token, publicKey)),
  }
}

async function leastCpu(run: () => Promise<unknown>): Promise<number> {
  const all = Array.from({ length: SIGNATURES })
  const samples: number[] = []
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const before = process.cpuUsage()
    await inParallel(all, AT_ONCE, run)
    const { user, system } = process.cpuUsage(before)
    samples.push((user + system) / SIGNATURES)
  }
  return Math.min(...samples)
}
