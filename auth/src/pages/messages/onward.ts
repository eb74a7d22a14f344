import type { Locale } from './locale.ts'

/** The page that leads on by itself. */
export interface OnwardMessages {
  title: (place: string) => string
  hint: string
  goOn: (place: string) => string
}

/** The page that leads on by itself. */
export const onwardMessages: Record<Locale, OnwardMessages> = {
  en: {
    title: (place) => `On to ${place}`,
    hint: 'This page goes on by itself. If it does not, use the link.',
    goOn: (place) => `Go to ${place}`,
  },
  ja: {
    title: (place) => `${place}に移動します`,
    hint: '自動的に移動します。移動しない場合は、リンクを選んでください。',
    goOn: (place) => `${place}に進む`,
  },
}
