#include <fmt/format.h>

#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {
namespace {

struct Words {
  std::string_view language;
  std::string_view themes[6];
  std::string_view places[4];
  std::string_view hooks[5];
};

constexpr Words kWords[] = {
    {"en",
     {"Spring launch", "Back to school", "Summer sale", "Winter warmers", "Always on", "Members \"2 for 1\""},
     {"Nationwide", "Big cities", "Coast", "Retargeting"},
     {"Made for the long way home", "See it before everyone else", "Small batch, big taste",
      "Try it for 30 days", "Your weekend starts here"}},
    {"es",
     {"Lanzamiento de otoño", "Rebajas", "Vuelta al cole", "Día de la Madre", "Siempre activa",
      "Promo \"2x1\""},
     {"España 18-34", "Madrid y Barcelona", "Costa", "Retargeting"},
     {"Prueba la mezcla de otoño", "Hecho con cariño", "Solo esta semana", "Descúbrelo hoy",
      "Café de barrio"}},
    {"ja",
     {"春の新作", "夏セール", "年末キャンペーン", "新規獲得", "通年", "ブランド認知"},
     {"全国", "関東", "関西", "リターゲティング"},
     {"毎日をもっと空色に", "今だけ送料無料", "職人の手仕事", "はじめての一本", "週末のごほうび"}},
    {"pt",
     {"Lançamento de verão", "Festa junina", "Volta às aulas", "Sempre ativa", "Dia dos Pais",
      "Promoção pão quente"},
     {"Brasil todo", "São Paulo", "Litoral", "Remarketing"},
     {"Pão quentinho toda manhã", "Só até domingo", "Feito à mão", "Peça agora", "Três marés de sabor"}},
    {"de",
     {"Frühjahrsstart", "Sommerschluss", "Black Week", "Immer an", "Neukunden", "Grüße aus Köln"},
     {"Bundesweit", "Großstädte", "Küste", "Retargeting"},
     {"Jetzt ausprobieren", "Für lange Wege", "Nur diese Woche", "Handgemacht", "Schöner wohnen"}},
    {"fr",
     {"Lancement d'été", "Rentrée", "Soldes", "Toujours actif", "Noël", "Fête des mères"},
     {"France entière", "Île-de-France", "Littoral", "Reciblage"},
     {"Essayez-le aujourd'hui", "Fait main", "Cette semaine seulement", "Le goût d'ici", "Prêt à partir"}},
    {"ko",
     {"봄 신상품", "여름 세일", "연말 캠페인", "신규 고객", "상시", "브랜드 인지도"},
     {"전국", "수도권", "부산", "리타게팅"},
     {"오늘부터 시작", "이번 주만", "손으로 만든", "먼저 만나보세요", "주말의 선물"}},
};

const Words& words_of(const Advertiser& a) {
  for (const Words& words : kWords) {
    if (words.language == a.language) return words;
  }
  return kWords[0];
}

}  // namespace

std::string campaign_name(const Advertiser& a, const Campaign& c) {
  std::string name =
      fmt::format("{} | {} | ", pick(c.hash, 71, words_of(a).themes), kObjectives[c.objective].text);
  append_day(name, day_of(c.created));
  return name;
}

std::string adgroup_name(const Advertiser& a, const AdGroup& g) {
  constexpr std::string_view kAges[] = {"13+", "18-24", "18-34", "25-44", "35+"};
  return fmt::format("{} {} #{}", pick(g.hash, 72, words_of(a).places), pick(g.hash, 73, kAges), g.index + 1);
}

std::string ad_name(const Advertiser& a, const Ad& ad) {
  constexpr std::string_view kFormats[] = {"Video", "UGC", "Spark", "Image", "Carousel"};
  return fmt::format("{} {} {:c}{}", a.brand, pick(ad.hash, 74, kFormats),
                     static_cast<char>('A' + below(ad.hash, 75, 6)), ad.index + 1);
}

std::string ad_text(const Advertiser& a, const Ad& ad) {
  return std::string(pick(ad.hash, 76, words_of(a).hooks));
}

}  // namespace tiktok_marketing::sandbox
