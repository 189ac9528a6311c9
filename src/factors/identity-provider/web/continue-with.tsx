import { Button } from '@mantine/core'
import IconBuilding from '@tabler/icons-react/icons/IconBuilding'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactorInfo } from '../../../../web/api/types.ts'
import type { Asking, Leaving } from '../../../../web/kit/factor-screens.ts'
import classes from './identity-provider.module.css'
import { providersOf } from './providers.ts'

interface ContinueWithProps extends Pick<Leaving, 'onLeave'> {
  readonly info: FactorInfo
  readonly disabled: boolean
  readonly question: Asking
}

/** A button for each provider. The browser leaves for it at once, and stays where it cannot be reached. */
export function ContinueWith({ info, disabled, question, onLeave }: ContinueWithProps) {
  const { t } = useTranslation('identity-provider')
  const [chosen, setChosen] = useState<string>()

  async function go(provider: string): Promise<void> {
    setChosen(provider)
    const show = await question.ask(undefined, { provider })
    if (show === undefined) setChosen(undefined)
    else onLeave(String(show.address))
  }

  return (
    <div className={classes.providers}>
      {providersOf(info).map(({ id, name }) => (
        <Button
          key={id}
          variant="default"
          fullWidth
          classNames={{ root: classes.button, label: classes.label }}
          leftSection={<IconBuilding size={20} aria-hidden />}
          loading={chosen === id}
          disabled={disabled || (chosen !== undefined && chosen !== id)}
          onClick={() => void go(id)}
        >
          {t('continue', { provider: name })}
        </Button>
      ))}
    </div>
  )
}
