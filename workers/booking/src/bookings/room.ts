/** A room that people book. */
export interface Room {
  id: RoomId
  name: string
  nameJa: string
  /** How many people find a seat. */
  capacity: number
}

/** The rooms that there are. They stand in code so that a form can offer them by name. */
export const ROOM_IDS = ['fuji', 'kaede', 'sakura', 'hinoki', 'umi'] as const

/** One of the rooms. */
export type RoomId = (typeof ROOM_IDS)[number]

/** What the tables hold after a start. */
export const ROOMS: readonly Room[] = [
  { id: 'fuji', name: 'Fuji Hall', nameJa: '富士ホール', capacity: 40 },
  { id: 'kaede', name: 'Maple Room', nameJa: '楓の間', capacity: 12 },
  { id: 'sakura', name: 'Cherry Room', nameJa: '桜の間', capacity: 8 },
  { id: 'hinoki', name: 'Cypress Booth', nameJa: '檜ブース', capacity: 2 },
  { id: 'umi', name: 'Sea Lounge', nameJa: '海ラウンジ', capacity: 20 },
]

/** Narrows what the tables say to a room we know. */
export function isRoomId(value: string): value is RoomId {
  return ROOM_IDS.some((id) => id === value)
}
