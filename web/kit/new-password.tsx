import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './new-password.module.css'
import { PasswordField } from './password-field.tsx'

interface NewPasswordProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly accountName: string
  /** Characters that this installation asks for at least; the server has the last word. */
  readonly least: number
  /** What the server had against the last one. */
  readonly refusals: readonly string[]
  readonly autoFocus?: boolean
}

/** A new password with advice while one types; what the server refused stays until it is changed. */
export function NewPassword(props: NewPasswordProps) {
  const { t } = useTranslation('kit')
  const [refused, setRefused] = useState({ refusals: props.refusals, value: props.value })
  if (refused.refusals !== props.refusals) setRefused({ refusals: props.refusals, value: props.value })
  const shown = refused.value === props.value ? props.refusals : []
  const advice = adviceFor(props)
  return (
    <div>
      <PasswordField
        label={t('newPassword.label')}
        description={t('newPassword.hint')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        autoFocus={props.autoFocus ?? false}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        error={shown.length === 0 ? undefined : <Refusals texts={shown} />}
      />
      <p className={classes.advice} data-good={advice.good || undefined} aria-live="polite">
        {shown.length === 0 && t(`newPassword.${advice.id}`, { count: advice.count })}
      </p>
    </div>
  )
}

function Refusals({ texts }: { texts: readonly string[] }) {
  return (
    <span className={classes.refusals} role="alert">
      {texts.map((text) => (
        <span key={text}>{text}</span>
      ))}
    </span>
  )
}

interface Advice {
  readonly id: 'empty' | 'short' | 'name' | 'plain' | 'good'
  readonly count: number
  readonly good: boolean
}

function adviceFor({ value, accountName, least }: NewPasswordProps): Advice {
  const length = [...value].length
  const name = accountName.trim().toLowerCase()
  if (length === 0) return { id: 'empty', count: least, good: false }
  if (length < least) return { id: 'short', count: least - length, good: false }
  if (name.length > 2 && value.toLowerCase().includes(name)) return { id: 'name', count: 0, good: false }
  if (new Set(value).size < 6) return { id: 'plain', count: 0, good: false }
  return { id: 'good', count: length, good: true }
}
