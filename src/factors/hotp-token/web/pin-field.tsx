import { useEffect, useRef } from 'react'
import { PasswordField } from '../../../../web/kit/password-field.tsx'

interface PinFieldProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
  /** Chosen now, and not one that is known already. */
  readonly isNew?: boolean
  readonly autoFocus?: boolean
}

/** A field for the PIN of a token: digits, hidden. */
export function PinField(props: PinFieldProps) {
  const { label, hint, value, onChange, disabled = false, isNew = false, autoFocus = false } = props
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autoFocus && !disabled) input.current?.focus()
  }, [autoFocus, disabled])
  return (
    <PasswordField
      ref={input}
      label={label}
      description={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, ''))}
      inputMode="numeric"
      autoComplete={isNew ? 'new-password' : 'off'}
      maxLength={16}
      disabled={disabled}
    />
  )
}
