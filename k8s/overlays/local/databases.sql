-- One database for each service that keeps anything; `orders` is made by POSTGRES_DB.
CREATE DATABASE inventory;
CREATE DATABASE payments;
