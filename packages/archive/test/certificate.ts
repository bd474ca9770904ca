/**
 * A certificate for `localhost` that vouches for itself, and its key. Both are for these tests only:
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost`.
 */
export const LOCALHOST = {
  key: `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIN7xwqfw20t7FxlmOwf3o4PWCklF/R1rnSGmL0rIp+oxoAoGCCqGSM49
AwEHoUQDQgAEU9cwoedrnLMAkSzHSDpB/2aE0AQQ3Q7N0HoU9vOmfj1uI+wttgCx
QTdo+3mYunbvunebfg13B8kFncWKxFPRug==
-----END EC PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUGQ9MVh/vH/mQ/+RHKvcLUI4H+JIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODAzMjIwMloYDzIxMjYxMTA0
MDMyMjAyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAART1zCh52ucswCRLMdIOkH/ZoTQBBDdDs3QehT286Z+PW4j7C22ALFB
N2j7eZi6du+6d5t+DXcHyQWdxYrEU9G6o2kwZzAdBgNVHQ4EFgQUhjT/Dp0iIvh2
Y4EDQZR4WlJ4f9UwHwYDVR0jBBgwFoAUhjT/Dp0iIvh2Y4EDQZR4WlJ4f9UwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SQAwRgIhANFPVz7GZRgdBIFAxLXB/q/C1gdhRm2zHIz6vj2/DZHpAiEA6ATLwRCp
CrhEd005cD6BWrg+pQrj7MW6SCd41Ggtes8=
-----END CERTIFICATE-----`,
}
