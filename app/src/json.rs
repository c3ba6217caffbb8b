//! Reads JSON in the browser: `JSON.parse` takes the text apart, and this hands the values to serde.
//!
//! A parser of our own (`serde_json`) and words for its mistakes, which nobody would read, weigh 17 kB for every
//! applicant. Writing stays with `serde_json`. Reasons and sizes: decision 17.

use js_sys::{Array, JSON, Object, Reflect};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

/// What JSON says, if it says this.
pub fn read_json<T: DeserializeOwned>(json: &str) -> Option<T> {
    T::deserialize(Value(JSON::parse(json).ok()?)).ok()
}

/// It says something else. What exactly, nobody reads on a phone.
#[derive(Debug)]
struct Unreadable;

type Read<T> = Result<T, Unreadable>;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not what was expected")
    }
}

impl std::error::Error for Unreadable {}

// Each of these would otherwise make its words, numbers with a point among them.
impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unreadable
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Unreadable
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Unreadable
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Unreadable
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Unreadable
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Unreadable
    }
    fn missing_field(_: &'static str) -> Self {
        Unreadable
    }
    fn duplicate_field(_: &'static str) -> Self {
        Unreadable
    }
}

/// A value that `JSON.parse` has made.
struct Value(JsValue);

impl Value {
    fn text(&self) -> Read<String> {
        self.0.as_string().ok_or(Unreadable)
    }

    fn number(&self) -> Read<f64> {
        self.0.as_f64().ok_or(Unreadable)
    }

    fn list(self) -> Read<Items> {
        let list = self.0.dyn_into().map_err(|_| Unreadable)?;
        Ok(Items { list, at: 0 })
    }

    fn object(self) -> Read<Object> {
        let is = self.0.is_object() && !Array::is_array(&self.0);
        is.then(|| self.0.unchecked_into()).ok_or(Unreadable)
    }
}

/// Whole numbers, as exact as JavaScript has them (up to 2^53). A fraction, -0, or what the type can't hold is refused:
/// it doesn't come back from the type as it was.
macro_rules! whole {
    ($($ask:ident $tell:ident $type:ty),*) => {$(
        fn $ask<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            let number = self.number()?;
            let value = number as $type;
            if (value as f64).to_bits() == number.to_bits() { visitor.$tell(value) } else { Err(Unreadable) }
        }
    )*};
}

impl<'de> Deserializer<'de> for Value {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.0.is_string() {
            self.deserialize_string(visitor)
        } else if Array::is_array(&self.0) {
            self.deserialize_seq(visitor)
        } else if self.0.is_object() {
            self.deserialize_map(visitor)
        } else if let Some(value) = self.0.as_bool() {
            visitor.visit_bool(value)
        } else if let Some(number) = self.0.as_f64() {
            visitor.visit_f64(number)
        } else {
            visitor.visit_unit()
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    whole!(
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64
    );

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.0.is_null().then_some(()).ok_or(Unreadable)?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Read<V::Value> {
        let list = self.list()?;
        (list.list.length() as usize == length)
            .then_some(())
            .ok_or(Unreadable)?;
        visitor.visit_seq(list)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let list = Object::entries(&self.object()?);
        visitor.visit_map(Entries {
            list: Items { list, at: 0 },
            value: JsValue::UNDEFINED,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_map(Fields {
            object: self.object()?,
            left: fields.iter(),
            value: JsValue::UNDEFINED,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        if let Some(name) = self.0.as_string() {
            return visitor.visit_enum(Variant(name, None));
        }
        let entries = Object::entries(&self.object()?);
        if entries.length() != 1 {
            return Err(Unreadable);
        }
        let (name, value) = pair(&entries.get(0));
        visitor.visit_enum(Variant(name.text()?, Some(value)))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_unit()
    }

    // JSON has no bytes.
    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }
}

/// One of `Object.entries`.
fn pair(entry: &JsValue) -> (Value, Value) {
    let entry: &Array = entry.unchecked_ref();
    (Value(entry.get(0)), Value(entry.get(1)))
}

struct Items {
    list: Array,
    at: u32,
}

impl Items {
    fn next(&mut self) -> Option<JsValue> {
        let at = self.at;
        self.at += 1;
        (at < self.list.length()).then(|| self.list.get(at))
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        self.next()
            .map(|item| seed.deserialize(Value(item)))
            .transpose()
    }
}

/// A map: whatever names the object has.
struct Entries {
    list: Items,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        let Some(entry) = self.list.next() else {
            return Ok(None);
        };
        let (name, value) = pair(&entry);
        self.value = value.0;
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(Value(self.value.clone()))
    }
}

/// A struct: its own names, where the object has them.
struct Fields {
    object: Object,
    left: std::slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        for &name in self.left.by_ref() {
            self.value =
                Reflect::get(&self.object, &JsValue::from_str(name)).map_err(|_| Unreadable)?;
            if !self.value.is_undefined() {
                let name: StrDeserializer<'_, Unreadable> = name.into_deserializer();
                return seed.deserialize(name).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(Value(self.value.clone()))
    }
}

/// `"name"`, or `{"name": …}`.
struct Variant(String, Option<Value>);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Inner;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Inner)> {
        let name: StrDeserializer<'_, Unreadable> = self.0.as_str().into_deserializer();
        Ok((seed.deserialize(name)?, Inner(self.1)))
    }
}

struct Inner(Option<Value>);

impl Inner {
    fn value(self) -> Read<Value> {
        self.0.ok_or(Unreadable)
    }
}

impl<'de> VariantAccess<'de> for Inner {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        match self.0 {
            Some(value) if !value.0.is_null() => Err(Unreadable),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(self.value()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Read<V::Value> {
        self.value()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.value()?.deserialize_struct("", fields, visitor)
    }
}
