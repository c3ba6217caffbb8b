//! Kind words for every problem: what is the matter and what to do.

#[cfg(not(target_arch = "wasm32"))]
use super::TableFlaw;
use super::What;
use crate::person::NikDoubt;
use crate::text::Lang;

impl What {
    pub fn message(&self, lang: Lang) -> String {
        let text = match self {
            What::Missing => lang.pick("Bagian ini belum diisi.", "Please fill this in."),
            What::TooLong { max } => {
                return match lang {
                    Lang::Id => format!("Terlalu panjang. Paling banyak {max} huruf."),
                    Lang::En => format!("Too long. At most {max} characters."),
                };
            }
            What::NotDigits => lang.pick("Isi dengan angka saja.", "Digits only, please."),
            What::SixteenDigits { typed } => {
                return match lang {
                    Lang::Id => format!("Harus 16 angka. Yang terketik baru {typed} angka."),
                    Lang::En => format!("It must have 16 digits. You typed {typed}."),
                };
            }
            What::ImpossibleNumber => lang.pick(
                "Nomor ini tidak mungkin ada. Lihat lagi angkanya di KTP atau KK.",
                "No such number can exist. Look at the card again.",
            ),
            What::NotADate => lang.pick("Tanggal ini tidak ada. Contoh: 17 8 1990.", "There is no such date. Example: 17 8 1990."),
            What::NotATime => lang.pick("Jam ini tidak ada. Contoh: 14.30.", "There is no such time. Example: 14:30."),
            What::DateInFuture => lang.pick("Tanggal ini belum tiba. Periksa tahunnya.", "This date is still to come. Check the year."),
            What::DateInPast => lang.pick("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.", "This date has passed. Choose today or later."),
            What::NotANumber => lang.pick("Isi dengan angka, contoh: 25.", "Type a number, for example 25."),
            What::OutOfRange { min, max } => {
                return match lang {
                    Lang::Id => format!("Isi angka antara {min} dan {max}."),
                    Lang::En => format!("Type a number between {min} and {max}."),
                };
            }
            What::NotAnOption => lang.pick("Pilih salah satu jawaban.", "Choose one of the answers."),
            What::NotARegion => lang.pick("Pilih wilayah dari daftar.", "Choose a region from the list."),
            What::NotAPhone => lang.pick("Nomor HP belum benar. Contoh: 0812-3456-7890.", "That is not a mobile number. Example: 0812-3456-7890."),
            What::NotAnEmail => lang.pick("Email belum benar. Contoh: siti@contoh.id. Boleh dikosongkan.", "That is not an e-mail address. Example: siti@contoh.id. You may leave it empty."),
            What::NotAPoint => lang.pick("Titik belum benar. Contoh: -2.70000,111.60000.", "That is not a position. Example: -2.70000,111.60000."),
            What::TooFewRows { min } => {
                return match lang {
                    Lang::Id => format!("Isi paling sedikit {min} orang atau baris."),
                    Lang::En => format!("Fill in at least {min}."),
                };
            }
            What::TooManyRows { max } => {
                return match lang {
                    Lang::Id => format!("Paling banyak {max} baris."),
                    Lang::En => format!("At most {max} rows."),
                };
            }
            What::Unexpected => lang.pick("Jawaban ini tidak dikenal. Isi ulang bagian ini.", "This answer isn't known. Please fill it in again."),
            What::MissingDocument => lang.pick("Foto dokumen ini belum ada.", "The photo of this document is missing."),
            What::MustTick => lang.pick("Beri tanda centang bila Anda setuju.", "Tick the box if you agree."),
            What::Nik { doubt } => match doubt {
                NikDoubt::Province => lang.pick("Dua angka pertama NIK bukan kode provinsi yang berlaku sekarang. Cek lagi. Bila memang begitu di KTP, lanjutkan saja.", "The first two digits are no province of today. Check again; if your card says so, go on."),
                NikDoubt::Date => lang.pick("Angka tanggal di NIK tidak biasa. Cek lagi angka NIK. Bila memang begitu di KTP, lanjutkan saja.", "The date inside this NIK is unusual. Check again; if your card says so, go on."),
                NikDoubt::BirthDate => lang.pick("Tanggal lahir di NIK berbeda dengan yang Anda isi. Cek keduanya. Bila memang begitu di KTP, lanjutkan saja.", "The birth date in the NIK differs from the one you typed. Check both; if your card says so, go on."),
                NikDoubt::Sex => lang.pick("Jenis kelamin di NIK berbeda dengan yang Anda pilih. Cek lagi. Bila memang begitu di KTP, lanjutkan saja.", "The sex in the NIK differs from the one you chose. Check again; if your card says so, go on."),
                NikDoubt::SameAsKk => lang.pick("NIK dan Nomor KK sama. Biasanya berbeda. Cek lagi di KTP dan KK.", "NIK and family card number are the same. They usually differ. Check both cards."),
            },
            What::Rule { message } => message.get(lang),
            #[cfg(not(target_arch = "wasm32"))]
            What::Table { flaw } => return flaw.message(lang),
            #[cfg(target_arch = "wasm32")]
            What::Table { .. } => "",
        };
        text.to_owned()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl TableFlaw {
    fn message(self, lang: Lang) -> String {
        let text = match self {
            TableFlaw::Encoding => lang.pick(
                "Huruf di berkas ini tidak terbaca. Buka di Excel, pilih Simpan Sebagai, lalu jenis “CSV UTF-8”.",
                "The letters in this file can't be read. Open it in Excel, choose Save As, and the type “CSV UTF-8”.",
            ),
            TableFlaw::NoNames => lang.pick(
                "Kolom nama tidak ada. Beri judul “nama” pada kolom nama warga.",
                "There is no column of names. Head the column with “nama”.",
            ),
            TableFlaw::Twice => lang.pick(
                "Ada dua kolom dengan judul yang sama artinya. Hapus salah satu.",
                "Two columns mean the same. Remove one of them.",
            ),
            TableFlaw::TooWide => lang.pick(
                "Isinya lebih banyak dari kolomnya. Periksa tanda koma atau titik koma.",
                "There are more cells than columns. Look at the commas or semicolons.",
            ),
            TableFlaw::Broken => lang.pick(
                "Isi satu kolom sampai ke baris lain. Periksa tanda kutip (\").",
                "A cell goes over several lines. Look at the quotes (\").",
            ),
            TableFlaw::Rounded => lang.pick(
                "Excel membulatkan angka ini, jadi angkanya hilang. Ubah kolomnya menjadi Teks, lalu ketik lagi.",
                "Excel has rounded this number, so digits are lost. Make the column Text and type it again.",
            ),
            TableFlaw::More { lines } => {
                return match lang {
                    Lang::Id => format!("Masih ada {lines} kesalahan lain. Perbaiki yang ini dulu."),
                    Lang::En => format!("{lines} more mistakes. Mend these first."),
                };
            }
        };
        text.to_owned()
    }
}
