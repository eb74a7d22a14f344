const P = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n
const B =
  0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn
const COORDINATE_BYTES = 48

/**
 * Finds the whole point of a compressed one on P-384 (SEC 1 §2.3.4): Web Crypto need not take compressed points.
 *
 * Pure: no I/O, no clock.
 *
 * @returns The uncompressed point of 97 bytes; `undefined` where there is none
 */
export function decompressP384(compressed: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const [prefix] = compressed
  if (compressed.length !== 1 + COORDINATE_BYTES || (prefix !== 2 && prefix !== 3)) return undefined
  const x = toNumber(compressed.subarray(1))
  if (x >= P) return undefined

  const square = (x ** 3n - 3n * x + B) % P
  // P is 3 modulo 4, so this is a square root of it, if there is one.
  const root = power(((square % P) + P) % P, (P + 1n) / 4n)
  if ((root * root - square) % P !== 0n) return undefined
  const y = root % 2n === BigInt(prefix % 2) ? root : P - root
  return Uint8Array.of(4, ...toBytes(x), ...toBytes(y))
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}

function toBytes(number: bigint): number[] {
  return Array.from({ length: COORDINATE_BYTES }, (_, index) =>
    Number((number >> BigInt(8 * (COORDINATE_BYTES - 1 - index))) & 255n),
  )
}
