import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import classes from './token.module.css'

interface CodeFieldProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly invalid?: boolean
  readonly disabled?: boolean
  readonly autoFocus?: boolean
}

/** A field for a code of six to ten digits: how many a token shows is not known before it is found. */
export function CodeField(props: CodeFieldProps) {
  const { label, hint, value, onChange, invalid = false, disabled = false, autoFocus = false } = props
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autoFocus && !disabled && value === '') input.current?.focus()
  }, [autoFocus, disabled, value])
  return (
    <TextInput
      ref={input}
      label={label}
      description={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/[^\d ]/g, ''))}
      classNames={{ input: classes.code ?? '' }}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      maxLength={16}
      disabled={disabled}
      aria-invalid={invalid || undefined}
      required
      withAsterisk={false}
    />
  )
}

/** Whether so much was typed that it may be a code. */
export function isCode(typed: string): boolean {
  return /^\d{6,10}$/.test(typed.replaceAll(' ', ''))
}
