import * as z from 'zod'

const text = z.string().max(2048)
const texts = z.array(text).max(200)

/** The part of an issuer's metadata (RFC 8414 §2) that this client uses, spelled as on the wire. */
export const issuerMetadataSchema = z.object({
  issuer: text,
  authorization_endpoint: text,
  token_endpoint: text,
  registration_endpoint: text.optional(),
  revocation_endpoint: text.optional(),
  jwks_uri: text.optional(),
  scopes_supported: texts.optional(),
  response_types_supported: texts,
  code_challenge_methods_supported: texts.optional(),
  token_endpoint_auth_methods_supported: texts.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
})

/** The part of an issuer's metadata (RFC 8414 §2) that this client uses, spelled as on the wire. */
export type IssuerMetadata = z.infer<typeof issuerMetadataSchema>
