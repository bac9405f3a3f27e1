#include "http/server/tls.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "http/server/raw_client.hpp"
#include "http/server/test_certificate.hpp"
#include "http/server/test_support.hpp"
#include "http/server/tls_library.hpp"

namespace tiktok_marketing::http {
namespace {

using std::chrono::milliseconds;

/// What the program printed on stdout, and how it ended.
struct Outcome {
  std::string out;
  int exit_code = -1;
};

Outcome run(const std::string& command) {
  Outcome result;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return result;
  std::array<char, 65536> bytes{};
  while (const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), pipe)) {
    result.out.append(bytes.data(), count);
  }
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

class TlsTest : public testing::Test {
 protected:
  ServerOptions options() const {
    ServerOptions options;
    options.tls = certificate_.files();
    return options;
  }
  /// A curl that trusts this certificate and no other.
  std::string curl(const std::string& arguments) const {
    return "curl --silent --show-error --max-time 10 --noproxy '*' --cacert '" +
           certificate_.files().certificate_chain_file + "' " + arguments + " 2>/dev/null";
  }

  TestCertificate certificate_;
};

TEST_F(TlsTest, ServesARealClient) {
  auto server = start(
      [](const ServerRequest& request, const Responder& respond) {
        respond(response_with(request.method + " " + request.path + " " + request.peer + " " +
                              (request.secure ? "secure " : "plain ") + request.body));
      },
      options());
  EXPECT_EQ(server->url(), "https://127.0.0.1:" + std::to_string(server->port()));
  const Outcome got = run(curl(server->url() + "/a"));
  EXPECT_EQ(got.exit_code, 0);
  EXPECT_EQ(got.out, "GET /a 127.0.0.1 secure ");
  EXPECT_EQ(run(curl("--data hello " + server->url() + "/b")).out, "POST /b 127.0.0.1 secure hello");
  // Two requests, one connection; curl offers HTTP/2 and is told that it is not spoken.
  const std::string url = server->url();
  const Outcome twice = run(
      curl("-o /dev/null -w '%{http_version} %{num_connects};' " + url + "/1 " + url + "/2 -o /dev/null"));
  EXPECT_EQ(twice.out, "1.1 1;1.1 0;");
}

TEST_F(TlsTest, SpeaksTls12And13Only) {
  auto server = start(echo, options());
  EXPECT_EQ(run(curl("--tls-max 1.2 --tlsv1.2 " + server->url())).exit_code, 0);
  EXPECT_EQ(run(curl("--tlsv1.3 " + server->url())).exit_code, 0);
  // Security level 0: it is the server, not the client's own policy, that says no.
  const std::string old = "--ciphers ALL:@SECLEVEL=0 ";
  EXPECT_EQ(run(curl(old + "--tlsv1.2 --tls-max 1.2 " + server->url())).exit_code, 0);
  EXPECT_NE(run(curl(old + "--tlsv1.0 --tls-max 1.1 " + server->url())).exit_code, 0);
  EXPECT_NE(run(curl("--tls-max 1.2 --ciphers ECDHE-ECDSA-AES128-SHA " + server->url())).exit_code, 0);
}

TEST_F(TlsTest, CarriesBigBodiesBothWays) {
  const std::string big(1'500'000, 'x');
  const auto page = text(big);
  auto server = start(
      [&page](const ServerRequest& request, const Responder& respond) {
        ServerResponse response = response_with(std::to_string(request.body.size()) + " ");
        for (std::size_t at = 0; at < page->size(); at += 1'000) {
          response.pieces.push_back({page, std::string_view(*page).substr(at, 1'000)});
        }
        response.pieces.push_back({page, *page});
        respond(std::move(response));
      },
      options());
  const std::string file = certificate_.folder() + "/body";
  std::ofstream(file) << big;
  const Outcome got = run(curl("--data-binary @'" + file + "' " + server->url()));
  EXPECT_EQ(got.exit_code, 0);
  EXPECT_TRUE(got.out == "1500000 " + big + big) << got.out.size();
}

TEST_F(TlsTest, AnswersComeFromOtherThreadsToo) {
  auto server = start(
      [](const ServerRequest& request, const Responder& respond) {
        std::thread([request, respond] { echo(request, respond); }).detach();
      },
      options());
  EXPECT_EQ(run(curl(server->url() + "/later")).out, "GET /later ");
}

TEST_F(TlsTest, ToldPlainHttpItSaysSo) {
  ServerOptions hooked = options();
  hooked.refusal = marked_refusal;
  auto server = start(echo, hooked);
  RawClient client(server->port());
  client.send(get("/"));
  bool closed = false;
  const std::string answer = client.read_all(&closed);
  EXPECT_TRUE(closed);
  EXPECT_EQ(RawClient::status_of(answer), 400) << answer;
  EXPECT_NE(answer.find("HTTPS"), std::string::npos);
  EXPECT_EQ(server->stats().requests, 0U);
  EXPECT_EQ(server->stats().failed_handshakes, 1U);
  EXPECT_EQ(run(curl(server->url())).exit_code, 0);
}

TEST_F(TlsTest, AHandshakeThatStallsIsEnded) {
  ServerOptions brief = options();
  brief.header_timeout = milliseconds{60};
  auto server = start(echo, brief);
  // Nothing, the start of a record, and a record of which one byte comes at a time.
  for (const std::string& begin : {std::string{}, std::string("\x16\x03\x01\x02", 4)}) {
    RawClient client(server->port());
    client.send(begin);
    bool closed = false;
    EXPECT_EQ(client.read_all(&closed), "");
    EXPECT_TRUE(closed);
  }
  RawClient dribbling(server->port());
  dribbling.send(std::string("\x16\x03\x01\x10\x00\x01\x00\x0f\xfc\x03\x03", 11));
  EXPECT_LT(dribbling.dribble(std::string(4'000, 'x'), 5), 4'000U);
  EXPECT_EQ(dribbling.read_all(), "");
  server->stop();
  EXPECT_EQ(server->stats().failed_handshakes, 3U);
}

TEST_F(TlsTest, GarbageAndAbortedConnectionsHarmNobody) {
  const auto page = text(std::string(8 * 1024 * 1024, 'x'));
  auto server = start(
      [&page](const ServerRequest&, const Responder& respond) {
        ServerResponse response;
        response.body = page;
        respond(std::move(response));
      },
      options());
  RawClient garbage(server->port());
  garbage.send(std::string(20'000, '\x7f'));
  bool closed = false;
  garbage.read_all(&closed);
  EXPECT_TRUE(closed);
  // This client goes away in the middle of the page: the server must not fall over its own write.
  run(curl("--max-filesize 1000 " + server->url()));
  run(curl(server->url()) + " | head -c 100000");
  EXPECT_EQ(run(curl(server->url())).out.size(), page->size());
}

TEST_F(TlsTest, StopEndsIdleConnectionsAndUnfinishedHandshakes) {
  auto server = start(echo, options());
  RawClient client(server->port());
  while (server->stats().open_connections == 0) std::this_thread::yield();
  server->stop();
  bool closed = false;
  EXPECT_EQ(client.read_all(&closed), "");
  EXPECT_TRUE(closed);
}

TEST_F(TlsTest, SaysWhichFileIsWrong) {
  const TestCertificate other;
  const std::string broken = certificate_.folder() + "/broken.pem";
  std::ofstream(broken) << "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n";
  const std::string encrypted = certificate_.write_encrypted_key();
  const TlsFiles good = certificate_.files();
  struct Wrong {
    TlsFiles files;
    std::string named;
    std::string param;
  };
  const std::vector<Wrong> cases = {
      {{"/nowhere/cert.pem", good.private_key_file}, "/nowhere/cert.pem", "tls_certificate"},
      {{broken, good.private_key_file}, broken, "tls_certificate"},
      {{good.private_key_file, good.private_key_file}, good.private_key_file, "tls_certificate"},
      {{good.certificate_chain_file, "/nowhere/key.pem"}, "/nowhere/key.pem", "tls_key"},
      {{good.certificate_chain_file, good.certificate_chain_file}, good.certificate_chain_file, "tls_key"},
      {{good.certificate_chain_file, other.files().private_key_file},
       other.files().private_key_file,
       "tls_key"},
      {{good.certificate_chain_file, encrypted}, encrypted, "tls_key"},
      {{"", ""}, "certificate", "tls_certificate"},
  };
  for (const Wrong& wrong : cases) {
    ServerOptions options;
    options.tls = wrong.files;
    const auto server = Server::start(options, echo);
    ASSERT_FALSE(server) << wrong.named;
    EXPECT_EQ(server.error().type, ErrorType::value_error);
    EXPECT_NE(server.error().message.find(wrong.named), std::string::npos) << server.error().message;
    EXPECT_EQ(server.error().param, wrong.param) << server.error().message;
    EXPECT_FALSE(server.error().hint.empty());
  }
  ServerOptions fine;
  fine.tls = good;
  EXPECT_TRUE(Server::start(fine, echo));
}

TEST(TlsLibraryTest, SaysWhichLibraryIsMissing) {
  for (const char* file : {"libssl-nowhere.so.3", "libc.so.6"}) {
    const auto loaded = load_tls(file);
    ASSERT_FALSE(loaded) << file;
    EXPECT_EQ(loaded.error().type, ErrorType::value_error);
    EXPECT_EQ(loaded.error().param, "tls");
    EXPECT_NE(loaded.error().message.find(file), std::string::npos) << loaded.error().message;
    EXPECT_NE(loaded.error().hint.find("libssl3"), std::string::npos) << loaded.error().hint;
  }
}

}  // namespace
}  // namespace tiktok_marketing::http
