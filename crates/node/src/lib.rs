//! The agency's desk: every act as one function that decides, records and stores.
