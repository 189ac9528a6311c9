import type { FactorMessage } from '../factors/factor.ts'
import type { Letter, Sender, Template } from './letter.ts'
import { type TemplateId, type TemplateValues, templates } from './templates/index.ts'

/** What we tell somebody: which template, and the values it names. */
export type Message<T extends TemplateId = TemplateId> = {
  [K in T]: { readonly template: K; readonly values: TemplateValues[K] }
}[T]

/** A message in words, ready to be sent. */
export interface RenderedMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const longestSubject = 200

/**
 * The same words twice, plain and HTML; in a text message the short form alone. Values are text everywhere: no markup,
 * no line of theirs becomes ours.
 */
export function renderMessage(
  message: Message,
  sender: Sender,
  channel: FactorMessage['channel'] = 'email',
): RenderedMessage {
  const letter = letterOf(message, sender)
  if (channel !== 'email') return { subject: '', text: oneLine(letter.short ?? letter.subject), html: '' }
  const { link, paragraphs, ifNotYou } = letter
  const closing = closingLine(sender)
  const text = [...paragraphs, ...(link ? [link.url] : []), ifNotYou, closing]
  const html = [
    ...paragraphs.map(htmlParagraph),
    ...(link ? [`<p><a href="${escapeHtml(oneLine(link.url))}">${escapeHtml(link.label)}</a></p>`] : []),
    ...[ifNotYou, closing].map(htmlParagraph),
  ]
  return toMail(letter.subject, text.map(oneLine), html)
}

/** The same for a page of ours: what happened, and what to do if it was not you. */
export function announce(
  message: Message,
  sender: Sender,
): { readonly title: string; readonly text: string } {
  const { subject, paragraphs, ifNotYou } = letterOf(message, sender)
  return { title: oneLine(subject), text: [...paragraphs, ifNotYou].map(oneLine).join(' ') }
}

function toMail(subject: string, text: readonly string[], html: readonly string[]): RenderedMessage {
  return {
    subject: oneLine(subject).slice(0, longestSubject),
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="en"><meta charset="utf-8"><body>\n${html.join('\n')}\n</body></html>\n`,
  }
}

function closingLine(sender: Sender): string {
  return `This message was sent by ${sender.name}. It never asks for a password or a code.`
}

/** Words that a factor wrote. A mail says whose they are; a text message or a push stays as it is, line by line. */
export function renderWords(
  words: Pick<FactorMessage, 'channel' | 'subject' | 'text'>,
  sender: Sender,
): RenderedMessage {
  if (words.channel !== 'email') return { subject: '', text: words.text, html: '' }
  const paragraphs = [...words.text.split('\n\n'), closingLine(sender)]
  return toMail(words.subject, paragraphs.map(oneLine), paragraphs.map(htmlParagraph))
}

/** The one place where a template's name meets its values. */
function letterOf<T extends TemplateId>(message: Message<T>, sender: Sender): Letter {
  const write: Template<TemplateValues[T]> = templates[message.template]
  return write(message.values, sender)
}

function htmlParagraph(text: string): string {
  return `<p>${escapeHtml(oneLine(text))}</p>`
}

/** No value opens a line, a header or a hidden direction of its own (ASVS 1.3.11). */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
