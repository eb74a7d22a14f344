import type { Viewer } from '../registry/viewer.ts'
import type { MemberRole } from './permissions.ts'

/** What a permission is asked for. */
export type StandingReference = { readonly serverId: string } | { readonly ownerId: string }

/** Where a viewer stands with an owner, or with a server and its owner. */
export interface Standing {
  /** The server's registry name, or the owner's. */
  readonly name: string
  /** Nobody's, where a server was imported. */
  readonly ownerId: string | undefined
  /** The viewer's role: as a member, or as the person who owns. */
  readonly role: MemberRole | undefined
  /** Whether the viewer may see it. */
  readonly isVisible: boolean
}

/** Where owners and their members are kept. */
export interface Ownership {
  /** Finds out where a viewer stands, in one statement; `undefined` where there is no such thing. */
  standing(viewer: Viewer | undefined, reference: StandingReference): Promise<Standing | undefined>
}
