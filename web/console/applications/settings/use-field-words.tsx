import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingsSchema } from '../../../api/doors.ts'
import { useIssueText } from '../../../kit/issue-text.ts'
import { MarkedText } from '../../../kit/marked-text.tsx'
import type { SettingProblem } from './answers.ts'

/** One setting of a door. */
export interface Setting {
  readonly door: string
  /** `headers.user` */
  readonly path: string
  readonly schema: SettingsSchema
  readonly problems: readonly SettingProblem[]
}

/** What is said beside a field. */
export interface FieldWords {
  readonly label: string
  readonly description?: ReactNode
  readonly error?: string
}

/** The name of a setting, what the door says of it, and what is wrong with it. */
export function useFieldWords({ door, path, schema, problems }: Setting): FieldWords {
  const { t } = useTranslation('console')
  const issues = problems.map((problem) => ({ message: t('doors.notJson'), ...problem }))
  const error = useIssueText(issues)(path)

  const at = `${door}.${path.replaceAll('.', '-')}`
  const hint = t(`doors.hint.${at}`, { defaultValue: schema.description ?? '' })
  return {
    label: t(`doors.setting.${at}`, { defaultValue: spelledOut(path) }),
    ...(hint === '' ? {} : { description: <MarkedText>{hint}</MarkedText> }),
    ...(error === undefined ? {} : { error }),
  }
}

/** What a setting may be, in words; names of others, such as those of algorithms, are words enough. */
export function useChoiceWords({ door, path }: Pick<Setting, 'door' | 'path'>): (choice: string) => string {
  const { t } = useTranslation('console')
  const at = `doors.choice.${door}.${path.replaceAll('.', '-')}`
  return (choice) => t(`${at}.${choice.replaceAll('.', '-')}`, { defaultValue: choice })
}

/** `headers.replyTo` as `Reply to`, where nobody has found words for it. */
function spelledOut(path: string): string {
  const words = path
    .slice(path.lastIndexOf('.') + 1)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
