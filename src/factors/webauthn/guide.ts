import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'
import { ways } from './ways.ts'

/** Teaching text of security keys and passkeys. */
export const guide: Guide = {
  name: 'Passkey or security key',
  summary:
    'Sign in with your fingerprint, your face or the PIN of your device, or by touching a security key. It works on this site and on no other, so that nobody can trick it out of you.',
  needs:
    'Nothing but a device from the last few years: a phone, a tablet or a computer with Windows Hello, Touch ID or a PIN. Or a security key for USB or NFC, such as a YubiKey, a Nitrokey or a Token2.',
  steps: [
    'Choose "Passkey or security key" here, and say which it is to be: this device, a phone or tablet, or a security key.',
    'Your browser opens a window of its own. Do what it asks: touch the sensor, look at the camera, type the PIN of your device, or touch the key.',
    'Give it a name that you will know again: "blue key", "work laptop".',
    'Next time you sign in, choose it from what the browser offers, or touch the key.',
    'Add a second one before you need it: a key for the drawer, or the passkey of another device.',
  ],
  ways,
  cost: {
    grade: 4,
    why: 'Passkeys on phones and computers cost nothing. A security key costs about 25 to 60 euros once, and each person should have two.',
  },
  ease: {
    grade: 5,
    why: 'One touch or one look, nothing to type. It can take the place of name and password altogether.',
  },
  security: {
    grade: 5,
    why: 'Cannot be phished: the key answers this site only, whatever a page pretends to be. Here lies nothing that a thief could use. A key that cannot be copied is the strongest there is; a passkey that is copied between your devices is as safe as the account that copies it.',
  },
  tips: [
    'Your fingerprint and your face never leave your device. They only unlock the key inside it; neither we nor anybody else ever see them.',
    'Lost a key or a phone? Sign in another way and remove it here. Whoever finds it cannot use it without your fingerprint, face or PIN; a security key without PIN is only half of a sign-in.',
    'Set a PIN for a security key before you add it here. One that is set later does not count.',
    'On a borrowed computer use your phone: choose "another device" in the browser and scan the code that it shows.',
  ],
  troubles: [
    {
      sign: 'The browser cannot use passkeys',
      help: 'It is too old, or a window inside another app. Open the page in a current browser.',
    },
    {
      sign: 'Nothing happens when I touch the key',
      help: 'Its window is behind another one, or another program holds the key. Pull it out, plug it in, try again.',
    },
    {
      sign: 'The key cannot check that it is you',
      help: 'It has no PIN yet. Set one in the settings of your computer: in Windows under sign-in options, in Chrome under security keys.',
    },
    {
      sign: 'The passkey is not offered',
      help: 'You are at another computer, or in another profile of the browser. Choose “another device” and scan the picture with the phone that has it.',
    },
  ],
  whenLost: [
    'Sign in with your second key, another device, or a recovery code.',
    'Remove the lost one under “My authenticators”. Whoever finds it cannot use it without your finger, face or PIN.',
    'Lost a phone whose passkeys are copied? They come back with your account at its maker. Lock that account first.',
  ],
  comparison,
}
