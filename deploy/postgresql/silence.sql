--
-- What PostgreSQL writes down of our statements, which hold numbers and texts: nothing. A superuser says it, once;
-- `manage.py check --deploy` tells what is missing. See docs/operations.md, Logs.
ALTER ROLE cascina SET log_min_error_statement = 'panic';   -- not the statement that failed
ALTER ROLE cascina SET log_error_verbosity = 'terse';       -- nor the row: "Key (phone)=(+39…) already exists"
ALTER ROLE cascina SET log_min_duration_statement = -1;     -- nor the slow ones
ALTER ROLE cascina SET log_parameter_max_length_on_error = 0;
ALTER ROLE cascina SET log_statement = 'none';
