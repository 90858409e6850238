-- Run once in a new cluster, as its superuser, by psql -v owner_password=… -v app_password=…: roles and database.
create role sas_owner login password :'owner_password';
create role sas_app login password :'app_password';
create database sas owner sas_owner encoding 'UTF8' template template0;
-- The platform asks of pg_stat_replication how far the standby is, which is shown to this right alone.
grant pg_read_all_stats to sas_app;
-- A pooler does not pass the options of a connection on: the same are set here.
alter role sas_app set timezone = 'UTC';
alter role sas_app set jit = off;
alter role sas_app set max_parallel_workers_per_gather = 0;
alter role sas_app set plan_cache_mode = force_generic_plan;
