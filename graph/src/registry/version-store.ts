import type { Viewer } from './viewer.ts'

/** A version as the standard's API lists it, `{ server, _meta }`: JSON text, which nobody parses on its way out. */
export interface ListedVersion {
  readonly name: string
  readonly version: string
  readonly json: string
}

/** Which versions a list holds; all conditions together. */
export interface VersionFilter {
  /** A part of the name, whatever its case. */
  readonly search?: string | undefined
  /** `latest`, or exactly this one. */
  readonly version?: string | undefined
  /** ISO 8601: only what changed here then or later, with what was deleted. */
  readonly updatedSince?: string | undefined
  /** Whether deleted versions are listed too. */
  readonly includeDeleted?: boolean | undefined
}

/** Where a list goes on: after this version of this server. */
export interface VersionPosition {
  readonly name: string
  readonly version: string
}

/** A page of versions that is asked for. */
export interface VersionQuery extends VersionFilter {
  readonly after?: VersionPosition | undefined
  readonly limit: number
}

/** Where versions are read, as the standard's API shows them. Every read starts from what the viewer may see. */
export interface VersionStore {
  /** Lists versions by name, then by version, at most `limit`. */
  list(viewer: Viewer | undefined, query: VersionQuery): Promise<ListedVersion[]>
  /** Lists all versions of a server, newest publication first; none where there is no such server. */
  listOf(
    viewer: Viewer | undefined,
    name: string,
    options: { includeDeleted: boolean },
  ): Promise<ListedVersion[]>
  /**
   * Finds one version.
   *
   * @param wanted `latest`, or exactly this one
   */
  find(
    viewer: Viewer | undefined,
    { name, version }: VersionPosition,
    options: { includeDeleted: boolean },
  ): Promise<ListedVersion | undefined>
  /** Finds the latest versions of these servers, in this order. */
  listLatest(viewer: Viewer | undefined, serverIds: readonly string[]): Promise<LatestVersion[]>
}

/** The latest version of a server. */
export interface LatestVersion extends ListedVersion {
  readonly serverId: string
}
