import i18next, { type Resource } from 'i18next'
import { initReactI18next } from 'react-i18next'

/** The words of one namespace by language: `{ en: { title: 'Sign in' } }`. */
export type Words = Readonly<Record<string, object>>

/** Makes the words known before the first screen; another language is another key beside `en`. */
export function startWords(words: Readonly<Record<string, Words>>): void {
  void i18next.use(initReactI18next).init({
    resources: byLanguage(words),
    lng: preferred(words),
    fallbackLng: 'en',
    defaultNS: 'kit',
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    ...(import.meta.env.DEV ? { saveMissing: true, missingKeyHandler: reportMissing } : {}),
  })
  document.documentElement.lang = i18next.language
}

function byLanguage(words: Readonly<Record<string, Words>>): Resource {
  const resource: Resource = {}
  for (const [namespace, languages] of Object.entries(words)) {
    for (const [language, entries] of Object.entries(languages)) {
      resource[language] = { ...resource[language], [namespace]: { ...entries } }
    }
  }
  return resource
}

function preferred(words: Readonly<Record<string, Words>>): string {
  const spoken = new Set(Object.values(words).flatMap((languages) => Object.keys(languages)))
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => spoken.has(tag)) ?? 'en'
}

function reportMissing(_languages: readonly string[], namespace: string, key: string): void {
  console.error(`missing words: ${namespace}:${key}`)
}
