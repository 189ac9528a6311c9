import { Stack } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { SettingField } from './setting-field.tsx'
import classes from './settings.module.css'
import type { SettingsFields as Fields } from './use-settings.ts'
import { usualSettings } from './usual.ts'

/** A form made from what a door says of its settings. */
export function SettingsFields({ fields }: { fields: Fields }) {
  const { t } = useTranslation('console')
  const { kind, problems } = fields
  const form = useRef<HTMLDivElement>(null)
  const all = Object.keys(kind.settings.properties ?? {})
  const usual = (usualSettings[kind.id] ?? all).filter((name) => all.includes(name))
  const more = all.filter((name) => !usual.includes(name))
  const wrong = more.some((name) => problems.some(({ path }) => path.split('.')[0] === name))

  useEffect(() => {
    if (problems.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])

  return (
    <div ref={form} className={classes.form}>
      <Settings names={usual} fields={fields} />
      {more.length > 0 && (
        <details className={classes.more} open={wrong || undefined} onInvalidCapture={open}>
          <summary>{t('doors.more')}</summary>
          <div className={classes.rest}>
            <Settings names={more} fields={fields} />
          </div>
        </details>
      )}
    </div>
  )
}

/** What the browser finds wrong it can only show where it can be seen. */
function open({ currentTarget }: { readonly currentTarget: HTMLDetailsElement }): void {
  currentTarget.open = true
}

function Settings({ names, fields }: { names: readonly string[]; fields: Fields }) {
  const { kind, answers, problems, change } = fields
  return (
    <Stack gap="md">
      {names.map((name) => (
        <SettingField
          key={name}
          door={kind.id}
          path={name}
          schema={kind.settings.properties?.[name] ?? {}}
          required={kind.settings.required?.includes(name) === true}
          answer={answers[name] ?? ''}
          problems={problems}
          onChange={(answer) => change({ ...answers, [name]: answer })}
        />
      ))}
    </Stack>
  )
}
