/** Which door a call came through: the protocol 2026-07-28, one of 2025 or older, or plain HTTP. */
export type Era = 'modern' | 'legacy' | 'rest'
