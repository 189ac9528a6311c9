/** Words of the screens of `yubikey-otp`, in English. */
export const words = {
  name: 'YubiKey one-time password',
  picture: 'Touch the key: it types a long password into the field, and you are in.',
  prove: {
    title: 'Touch your YubiKey',
    lead: 'Plug the key in and touch it. It types a long password into the field and presses Enter.',
    label: 'What the key types',
    hint: 'The cursor must stand in this field while you touch the key.',
    from: 'The cursor must stand in this field while you touch the key. Yours: {{labels}}',
    action: 'Continue',
    refused:
      'That touch was not accepted. Touch the key once more. If that is refused as well, pull it out, plug it in and try again.',
  },
  enrol: {
    title: 'Add your YubiKey',
    lead: 'One touch tells us which key it is and that it works.',
    label: 'Plug the key in, click here, and touch it',
    hint: 'It types 44 letters and presses Enter. There is nothing for you to type.',
    action: 'Confirm',
    refused: 'That touch was not accepted. Touch the key once more.',
  },
  manage: { publicId: 'Its letters begin with', serial: 'Serial number' },
}
