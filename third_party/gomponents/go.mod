module "maragu.dev/gomponents"

go 1.18
