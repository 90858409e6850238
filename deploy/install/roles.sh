#!/bin/sh
# The database and its two roles (docs/operating.md). Run once: by the postgres image of compose.yaml when it makes its
# data, or by hand as the account `postgres`. SAS_OWNER_PASSWORD and SAS_APP_PASSWORD come from the environment, so that
# no list of processes shows them.
set -eu
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres << 'SQL'
\getenv owner_password SAS_OWNER_PASSWORD
\getenv app_password SAS_APP_PASSWORD
create role sas_owner login password :'owner_password';
create role sas_app login password :'app_password';
create database sas owner sas_owner encoding 'UTF8' template template0;
SQL
