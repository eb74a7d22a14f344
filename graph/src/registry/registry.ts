import type { LimitContext } from '../limits/assert-within.ts'
import type { Ownership, Standing } from '../ownership/ownership.ts'
import type { MemberRole } from '../ownership/permissions.ts'
import type { ToolChange } from './compare-tools.ts'
import type { PackageContext } from './package-ownership.ts'
import type { Manifest, ServerAuthorization, ServerChanges } from './server.ts'
import type { ServerFacts } from './server-facts.ts'
import type { FoundTool, ResourceRecord, ServerRecord, ServerSummary } from './server-record.ts'
import type { Tool } from './tool.ts'
import type { VersionStore } from './version-store.ts'
import type { Viewer } from './viewer.ts'

/** How a caller names a server: by its registry name (case does not matter) or by its id. */
export type ServerReference = { readonly name: string } | { readonly id: string }

/** A server as the one who changes it needs it, whoever may see it. */
export interface KnownServer {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly url: string | undefined
  readonly authorization: ServerAuthorization
  /** Nobody's, where it was imported. */
  readonly ownerId: string | undefined
  /** The viewer's role: as a member of its owner, or as the person who owns it. */
  readonly role: MemberRole | undefined
  readonly visibility: 'public' | 'organization' | 'private'
  readonly status: 'active' | 'deprecated' | 'deleted'
  readonly tools: readonly Tool[]
  /** The version that is about to be published, where it stands already; `definition` is null for a `server.json`. */
  readonly published:
    { readonly definition: unknown; readonly status: KnownServer['status'] } | undefined
}

/** What a publication writes, at once or not at all. */
export interface Publication {
  /** Whose it is from now on, where the server is new. */
  readonly ownerId: string
  readonly name: string
  readonly version: string
  /** The standard's `server.json`, as it came or as it was made from `definition`. */
  readonly serverJson: object
  /** The publication in our own form, where it came so. */
  readonly definition: Manifest | undefined
  readonly visibility: KnownServer['visibility'] | undefined
  readonly facts: ServerFacts
  /** Every address that it claims: each belongs to one server only. */
  readonly claims: readonly string[]
  /** Absent where the publication says nothing of tools: then they stay. */
  readonly tools: readonly Tool[] | undefined
  readonly changes: readonly ToolChange[]
  readonly authorization: ServerAuthorization
  /** False where a later version stands already: then only the version's own row is written. */
  readonly isLatest: boolean
  readonly now: Date
}

/** A change of the status of versions. */
export interface StatusChange {
  /** Which one; all of them where it is absent. */
  readonly version: string | undefined
  readonly status: KnownServer['status']
  readonly statusMessage: string | undefined
  readonly now: Date
}

/** What is written of a version that stands. */
export interface VersionEdit extends Pick<
  Publication,
  'version' | 'serverJson' | 'definition' | 'claims' | 'now'
> {}

/** What happened, for the log of events. */
export interface ServerEvent {
  readonly kind: 'published' | 'updated' | 'withdrawn' | 'restored' | 'renamed'
}

/** Where servers are kept. Every read that is answered to a viewer starts from what it may see. */
export interface Registry {
  /** Finds a server that the viewer may see, whole. */
  find(viewer: Viewer | undefined, reference: ServerReference): Promise<ServerRecord | undefined>
  /** Finds the servers of these ids that the viewer may see, in this order. */
  findSummaries(viewer: Viewer | undefined, ids: readonly string[]): Promise<ServerSummary[]>
  /** Finds the tools of these ids that the viewer may see, in this order. */
  findTools(viewer: Viewer | undefined, ids: readonly string[]): Promise<FoundTool[]>
  /** Finds the server whose endpoint is this resource and whose own metadata names an issuer. */
  findResource(uri: string): Promise<ResourceRecord | undefined>
  /**
   * Locks a name for the length of the work, so that two publications of it come one after the other; with it the new
   * name that the server is to have. A name of its past stands for the server's own.
   *
   * @param work What is done with it; all that it writes is written at once
   */
  change<result>(
    change: { viewer: Viewer; name: string; newName?: string; version?: string },
    work: (edit: RegistryEdit, known: KnownServer | undefined) => Promise<result>,
  ): Promise<result>
}

/** What may be written of one server, inside `change`. */
export interface RegistryEdit {
  /**
   * Finds an owner to publish for, who stays what they are until all is written.
   *
   * @param owner A slug or an id; without it the viewer's own, made when they first publish
   */
  findOwner(owner: string | undefined): Promise<Standing | undefined>
  /**
   * Stores a version of a server, with its tools.
   *
   * @returns The server's id
   * @throws RegistryError `ERR_SERVER_URL_TAKEN`
   */
  publish(publication: Publication): Promise<string>
  /** @param status Only those of this status (default: all) */
  countVersions(serverId: string, status?: KnownServer['status']): Promise<number>
  /**
   * Writes the `server.json` of a version anew.
   *
   * @throws RegistryError `ERR_SERVER_URL_TAKEN`
   */
  editVersion(serverId: string, edit: VersionEdit): Promise<void>
  /**
   * Changes the status of versions, and decides anew which one is the latest.
   *
   * @returns The versions that were not so already
   */
  setStatus(serverId: string, change: StatusChange): Promise<string[]>
  /** Changes what a server and its latest version say. */
  update(serverId: string, changes: ServerChanges, now: Date): Promise<void>
  /** Deletes all versions that stand: each becomes a tombstone, and the server is listed no more. */
  withdraw(serverId: string, now: Date): Promise<void>
  /** Brings back the versions that were deleted last, as they were. */
  restore(serverId: string, now: Date): Promise<void>
  /**
   * Gives it the new name that is locked with the one it has. The old one is kept for it.
   *
   * @throws RegistryError `ERR_SERVER_NAME_TAKEN`, NamespaceError
   */
  rename(serverId: string, name: string, now: Date): Promise<{ formerNames: number }>
  /** Appends to the log of events, heard by subscribers on every replica. */
  append(serverId: string, event: ServerEvent): Promise<void>
}

/** Reads what a server and its issuer say of themselves. */
export interface MetadataReader {
  /**
   * @returns Where its tokens come from; nothing for an open server; `undefined` when it cannot be read just now
   * @throws RegistryError `ERR_SERVER_URL_FORBIDDEN`
   */
  read(url: string): Promise<ServerAuthorization | undefined>
}

/** What the verbs of this room work with. */
export interface RegistryContext extends LimitContext, PackageContext {
  readonly registry: Registry
  readonly versions: VersionStore
  readonly metadata: MetadataReader
  readonly ownership: Ownership
  /** The issuer's `sub` of each operator of this registry. */
  readonly administrators: ReadonlySet<string>
}
