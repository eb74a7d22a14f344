import { json } from '@sveltejs/kit'

import {
  clientDescription,
  clientMetadataUrlOf,
  redirectUriOf,
} from '#lib/server/linking/linking.ts'
import type { RequestHandler } from './$types'

/** Who this application is, for the issuers of linked servers (OAuth Client ID Metadata Document). */
export const GET: RequestHandler = ({ locals }) => {
  const { url } = locals.web
  const document = {
    client_id: clientMetadataUrlOf(url),
    ...clientDescription(url),
    redirect_uris: [redirectUriOf(url)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'web',
  }
  return json(document, { headers: { 'cache-control': 'public, max-age=3600' } })
}
