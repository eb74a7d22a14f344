import type { Reroute } from '@sveltejs/kit/hooks'

import { deLocalizeUrl } from '#lib/paraglide/runtime.js'

/** `/ja/servers/…` and `/servers/…` are one route; the language is read from the address. */
export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname
