import { countSegments } from '../../delivery/index.ts'

/** The languages that messages are written in. */
export const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl'] as const
export type Language = (typeof languages)[number]

type Words = Readonly<Record<'code' | 'added' | 'removed', string>>

/**
 * Written with the letters of the GSM alphabet alone: one that is not in it would make each message cost double and
 * hold less than half (3GPP TS 23.038). `{name}` is the house, `{host}` its address.
 */
const words: Readonly<Record<Language, Words>> = {
  en: {
    code: '{code} is your code for {name}. Never tell it to anybody.',
    added:
      '{name}: another number now gets the codes of your account, too. If that was not you, sign in at {host} at once.',
    removed:
      '{name}: this number gets no codes of your account any more. If that was not you, sign in at {host} at once.',
  },
  de: {
    code: '{code} ist Ihr Code für {name}. Sagen Sie ihn niemandem.',
    added:
      '{name}: Eine weitere Nummer erhält nun Codes Ihres Kontos. Waren Sie das nicht, melden Sie sich sofort an: {host}',
    removed:
      '{name}: Diese Nummer erhält keine Codes Ihres Kontos mehr. Waren Sie das nicht, melden Sie sich sofort an: {host}',
  },
  fr: {
    code: '{code} est votre code pour {name}. Ne le donnez à personne.',
    added:
      "{name} : un autre numéro est désormais lié à votre compte. Si ce n'est pas vous, connectez-vous vite : {host}",
    removed:
      "{name} : ce numéro n'est plus lié à votre compte. Si ce n'est pas vous, connectez-vous vite : {host}",
  },
  es: {
    code: '{code} es su clave para {name}. No se la diga a nadie.',
    added: '{name}: otro teléfono recibe ahora las claves de su cuenta. Si no fue usted, entre ya en {host}',
    removed: '{name}: este teléfono no recibe ya claves de su cuenta. Si no fue usted, entre ya en {host}',
  },
  it: {
    code: '{code} è il suo codice per {name}. Non lo dica a nessuno.',
    added: '{name}: un altro numero riceve ora i codici del suo account. Se non è stato lei, acceda a {host}',
    removed:
      '{name}: questo numero non riceve più i codici del suo account. Se non è stato lei, acceda a {host}',
  },
  nl: {
    code: '{code} is uw code voor {name}. Geef hem aan niemand door.',
    added:
      '{name}: nog een nummer krijgt nu de codes van uw account. Was u dat niet, meld u dan meteen aan: {host}',
    removed:
      '{name}: dit nummer krijgt geen codes van uw account meer. Was u dat niet, meld u dan meteen aan: {host}',
  },
  pt: {
    code: '{code} é a sua senha para {name}. Nunca a diga a ninguém.',
    added:
      '{name}: outro telefone recebe agora as senhas da sua conta. Se isto lhe é estranho, entre em {host}',
    removed:
      '{name}: este telefone deixou de receber as senhas da sua conta. Se isto lhe é estranho, entre em {host}',
  },
  pl: {
    code: '{code} to kod do {name}. Nie podawaj go nikomu.',
    added: '{name}: inny numer otrzymuje teraz kody do konta. Jesli to nie Ty, zaloguj sie od razu: {host}',
    removed:
      '{name}: ten numer nie otrzymuje juz kodow do konta. Jesli to nie Ty, zaloguj sie od razu: {host}',
  },
}

/** Whose messages they are. */
export interface House {
  readonly name: string
  readonly host: string
}

/** The language that somebody is written to in: theirs where we have it. */
export function languageFor(wished: string | undefined, otherwise: Language): Language {
  const primary = wished?.split('-')[0]?.toLowerCase()
  return languages.find((language) => language === primary) ?? otherwise
}

/**
 * A code and, in the last line, whose page it is for: browsers then fill it in there and nowhere else (WICG
 * Origin-bound one-time codes). One segment: where the name of the house is too long for that, it is left out.
 */
export function codeText(language: Language, code: string, { name, host }: House): string {
  const bound = `\n\n@${host} #${code}`
  const full = fill(words[language].code, { code, name, host }) + bound
  return fits(full) ? full : `${code}${bound}`
}

/** What somebody is told whose number it is; with the host for a name where the name does not fit. */
export function noticeText(language: Language, notice: 'added' | 'removed', { name, host }: House): string {
  const template = words[language][notice]
  const full = fill(template, { name, host })
  return fits(full) ? full : fill(template, { name: host, host }).slice(0, 160)
}

function fits(text: string): boolean {
  return countSegments(text).count === 1
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
