import * as z from 'zod'

/** The background that a picture is made for. */
export const iconThemeSchema = z.enum(['light', 'dark'])
/** The background that a picture is made for. */
export type IconTheme = z.output<typeof iconThemeSchema>

const iconSchema = z.object({
  src: z.string(),
  mimeType: z.string().optional().catch(undefined),
  sizes: z.array(z.string()).catch([]),
  theme: iconThemeSchema.optional().catch(undefined),
})

/** What a publication says of one picture of its server (MCP icons). */
export type Icon = z.output<typeof iconSchema>

/** The kinds of pictures that are shown: those of the standard's `server.json`. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const
/** The kinds of pictures that are shown. */
export type PictureType = (typeof PICTURE_TYPES)[number]

/** A picture whose bytes are what they are said to be. */
export interface Picture {
  readonly type: PictureType
  readonly bytes: Uint8Array<ArrayBuffer>
  /** SHA-256 of the bytes, hex. */
  readonly digest: string
}

/** Reads pictures from where their publishers say that they stand, which may be anywhere. */
export interface PictureReader {
  /** @returns `undefined` where there is none that we show, whatever the reason: nobody learns more */
  read(icon: Pick<Icon, 'src' | 'mimeType'>): Promise<Picture | undefined>
}

/** Reads what a publication names; what is no icon counts as left out. */
export function parseIcons(icons: unknown): Icon[] {
  if (!Array.isArray(icons)) return []
  return icons.flatMap((icon) => iconSchema.safeParse(icon).data ?? [])
}

/** The kind of picture that a media type names; `undefined` for what we do not show. */
export function toPictureType(mediaType: string): PictureType | undefined {
  const essence = mediaType.split(';')[0]?.trim().toLowerCase().replace('image/jpg', 'image/jpeg')
  return PICTURE_TYPES.find((type) => type === essence)
}

/** Whether the picture stands in its own address (RFC 2397). */
export function isInline({ src }: Pick<Icon, 'src'>): boolean {
  return /^data:/i.test(src)
}
