//! How many bodies may come in at once from one address: generous, because a whole village shares one. HTTP/1.1 carries
//! one request at a time, so a connection never has more than one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone)]
pub struct Seats {
    most: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// Leave to send one body, until dropped.
pub struct Seat(Option<(Seats, IpAddr)>);

impl Seats {
    /// `most` for each address; 0 counts nobody.
    pub fn new(most: usize) -> Seats {
        Seats {
            most,
            taken: Arc::default(),
        }
    }

    /// `None`: this address has enough. Who has no address isn't counted.
    pub fn take(&self, address: Option<IpAddr>) -> Option<Seat> {
        let Some(address) = address.filter(|_| self.most > 0) else {
            return Some(Seat(None));
        };
        let address = home(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Seat(Some((self.clone(), address))))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some((seats, address)) = self.0.take() {
            let mut taken = seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(count) = taken.get_mut(&address) {
                *count -= 1;
                if *count == 0 {
                    taken.remove(&address);
                }
            }
        }
    }
}

/// IPv6 is cut to its /64: one home has that many addresses to spend.
fn home(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::Seats;

    #[test]
    fn an_address_has_so_many_seats_and_gives_them_back() {
        let seats = Seats::new(2);
        let take = |address: &str| seats.take(Some(address.parse().unwrap()));
        let (a, b) = (take("10.0.0.1"), take("::ffff:10.0.0.1"));
        assert!(a.is_some() && b.is_some() && take("10.0.0.1").is_none());
        let (c, d) = (take("2001:db8::1"), take("2001:db8::ffff:2"));
        assert!(c.is_some() && d.is_some() && take("2001:db8::3").is_none());
        assert!(take("2001:db8:0:1::1").is_some());
        drop((a, b));
        assert!(take("10.0.0.1").is_some());
        drop((c, d));
        assert!(seats.taken.lock().unwrap().is_empty());
        assert!(seats.take(None).is_some());
    }
}
