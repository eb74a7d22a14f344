import type { ServerReference } from '../registry/registry.ts'
import type { Viewer } from '../registry/viewer.ts'
import type { Picture } from './icon.ts'

/** A server as far as its icon needs it. */
export interface IconServer {
  readonly id: string
  readonly name: string
  /** Whether everybody sees it. */
  readonly isPublic: boolean
  /** What its latest version says of its icons, as it came. */
  readonly icons: unknown
}

/** Which picture: pictures are kept for each server apart, so that nobody learns what another one names. */
export interface IconKey {
  readonly serverId: string
  readonly src: string
}

/** What is kept of a picture. */
export interface KeptIcon {
  /** Absent where it could not be read yet. */
  readonly picture: Picture | undefined
  /** When it is to be read again. */
  readonly dueAt: Date
}

/** Keeps pictures, so that where they stand is asked once a day, however many people look. */
export interface IconStore {
  /** Finds a server that the viewer may see, by a name that it has or had, or by its id. */
  find(viewer: Viewer | undefined, reference: ServerReference): Promise<IconServer | undefined>
  read(key: IconKey): Promise<KeptIcon | undefined>
  /**
   * Takes it on to read a picture that is due.
   *
   * @returns False where somebody else does
   */
  claim(key: IconKey, lease: { now: Date; until: Date }): Promise<boolean>
  /** Keeps what was read; where nothing was, what was kept before stays. */
  settle(
    key: IconKey,
    reading: { picture: Picture | undefined; now: Date; dueAt: Date },
  ): Promise<void>
  /** Forgets pictures that were not read again for a week: nobody asks for them, or they are gone. */
  prune(now: Date): Promise<void>
}
