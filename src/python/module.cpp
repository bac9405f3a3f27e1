#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "http/client/curl_file.hpp"
#include "python/core_connector.hpp"
#include "python/interpreter_lock.hpp"
#include "python/json_to_python.hpp"
#include "python/mailbox.hpp"
#include "python/options.hpp"
#include "python/process_engine.hpp"
#include "python/python_errors.hpp"
#include "python/python_object.hpp"
#include "python/python_to_json.hpp"
#include "python/row_dicts.hpp"

namespace tiktok_marketing::python {
namespace {

nb::object described(const std::string& entity) {
  const auto text = Connector::describe(entity);
  if (!text) raise(text.error());
  return object_of_json(*text);
}

nb::object schema(const std::string& entity) {
  const auto text = Connector::entity_schema(entity);
  if (!text) raise(text.error());
  return object_of_json(*text);
}

nb::object rows_of(const std::vector<std::string>& texts) {
  Records rows;
  for (const std::string& text : texts) rows.add(nullptr, text);
  return list_of_rows(rows);
}

void end_of_interpreter() {
  // Not as a scope of ours: this thread does come back.
  const nb::gil_scoped_release others_run;
  OthersRun::end();
  ProcessEngine::end();
}

}  // namespace
}  // namespace tiktok_marketing::python

NB_MODULE(_core, m) {
  namespace python = tiktok_marketing::python;
  namespace nb = nanobind;
  using python::CoreConnector;
  using python::Mailbox;

  // What users keep until the interpreter ends is no leak of ours.
  nb::set_leak_warnings(false);
  m.attr("__version__") = TTM_VERSION;

  nb::class_<Mailbox>(m, "Mailbox", nb::is_weak_referenceable())
      .def(nb::init<>())
      .def("fileno", &Mailbox::fileno)
      .def("deliver", &Mailbox::deliver)
      .def("cancel", &Mailbox::cancel)
      .def_prop_ro("is_current", &Mailbox::is_current)
      .def_prop_ro("waiting", &Mailbox::waiting);

  nb::class_<std::stop_source>(m, "Stop").def(nb::init<>()).def("request", [](std::stop_source& stop) {
    stop.request_stop();
  });

  nb::class_<CoreConnector>(m, "Connector")
      .def("__init__",
           [](CoreConnector* self, const nb::dict& options) {
             new (self) CoreConnector(python::local_options_of(options));
           })
      .def_static(
          "hosted",
          [](const nb::dict& options) { return new CoreConnector(python::hosted_options_of(options)); })
      .def("execute", &CoreConnector::execute, nb::arg("entity"), nb::arg("action"),
           nb::arg("params").none() = nb::none(), nb::arg("options").none() = nb::none())
      .def("execute_async", &CoreConnector::execute_async, nb::arg("mailbox"), nb::arg("future"),
           nb::arg("entity"), nb::arg("action"), nb::arg("params").none() = nb::none(),
           nb::arg("options").none() = nb::none())
      .def("request", &CoreConnector::request, nb::arg("method"), nb::arg("path"),
           nb::arg("query").none() = nb::none(), nb::arg("body").none() = nb::none(),
           nb::arg("timeout") = 55.0)
      .def("replicate", &CoreConnector::replicate, nb::arg("options"), nb::arg("stop"))
      .def_prop_ro("store_file", &CoreConnector::store_file)
      .def("close", &CoreConnector::close);

  m.def("describe", &python::described, nb::arg("entity") = "");
  m.def("list_entities", [] { return python::object_of_json(tiktok_marketing::Connector::list_entities()); });
  m.def("entity_schema", &python::schema, nb::arg("entity"));
  m.def(
      "json_of", [](nb::handle object) { return python::json_of_object(object); }, nb::arg("object").none());
  m.def("object_of", [](const std::string& json) { return python::object_of_json(json); });
  m.def("rows_of", &python::rows_of);
  m.def("set_exception_factory", &python::set_exception_factory);
  m.def("configure", [](const nb::dict& engine_options) {
    python::ProcessEngine::configure(python::engine_options_of(engine_options));
  });
  m.def("set_curl_file", &tiktok_marketing::http::set_curl_file, nb::arg("path"));

  nb::module_::import_("atexit").attr("register")(nb::cpp_function(&python::end_of_interpreter));
}
