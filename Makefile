# The verbs of this project; `make` lists them. start, stop, restart, logs, migrate, shell and db-shell are about the system
# that `npm start` runs on this machine, up and down about the one in containers.

COMPOSE := docker compose -f docker-compose.base.yml -f docker-compose.services.yml

.DEFAULT_GOAL := help
.PHONY: help start stop restart logs test migrate shell db-shell seed doctor clean up down

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r verb what; do printf '  make %-10s%s\n' "$$verb" "$$what"; done

start: ## starts PostgreSQL, nats-server and the orders service; installs and builds first what is missing
	@exec npm start --silent

stop: ## stops them
	@exec node bin/stop.mjs

restart: stop ## stops and starts them
	@exec npm start --silent

logs: ## follows what they log
	@ls .pulse/logs/*.log >/dev/null 2>&1 || { echo 'There are no logs yet: make start'; exit 1; }
	@exec tail -n 50 -F .pulse/logs/*.log

test: ## checks types, lint, import rules and generated files, then runs all tests
	@exec npm test --silent

migrate: ## applies the migrations to the database that runs, or to the one in DATABASE_URL
	@exec node bin/shell.mjs migrations/migrate.sh up

shell: ## opens a shell with DATABASE_URL, NATS_URL and ORDERS_URL of what runs
	@exec node bin/shell.mjs

db-shell: ## opens psql on the database that runs
	@exec node bin/db-shell.mjs

seed: ## fills a shop with products, customers and orders, through the API
	@exec npm run --silent seed

doctor: ## holds stock, ledger, figures and orders against each other; changes nothing
	@exec npm run --silent doctor

clean: ## removes the build and all data; not while the system runs
	@exec node bin/clean.mjs

up: ## starts the containers and waits until they are healthy
	@exec $(COMPOSE) up -d --wait

down: ## stops the containers; their data stays
	@exec $(COMPOSE) down
