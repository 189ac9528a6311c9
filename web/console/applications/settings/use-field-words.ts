import { useTranslation } from 'react-i18next'
import type { SettingsSchema } from '../../../api/doors.ts'
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
  readonly description?: string
  readonly error?: string
}

/** The name of a setting, what the door says of it, and what is wrong with it. */
export function useFieldWords({ door, path, schema, problems }: Setting): FieldWords {
  const { t } = useTranslation('console')
  const own = problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
  const error = own.map(sentence).join(' ')

  function sentence({ path: at, message }: SettingProblem): string {
    if (message === undefined) return t('doors.notJson')
    const line = Number(at.slice(path.length + 1).split('.')[0] || Number.NaN)
    return Number.isInteger(line) ? t('doors.line', { line: line + 1, message }) : message
  }

  return {
    label: t(`doors.setting.${door}.${path.replaceAll('.', '-')}`, { defaultValue: spelledOut(path) }),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(error === '' ? {} : { error }),
  }
}

/** `headers.replyTo` as `Reply to`, where nobody has found words for it. */
function spelledOut(path: string): string {
  const words = path
    .slice(path.lastIndexOf('.') + 1)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
