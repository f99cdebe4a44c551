/** Placeholders: local servers want a signature, but check none. */
export const localCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string } = {
  accessKeyId: 'local',
  secretAccessKey: 'local',
}

/** The region to sign for; dynalite and dynoxide both call themselves this. */
export const localRegion = 'us-east-1'
